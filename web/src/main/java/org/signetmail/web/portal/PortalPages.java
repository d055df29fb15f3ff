package org.signetmail.web.portal;

import io.helidon.webserver.http.HttpRouting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.archive.Quorum;
import org.signetmail.directory.Purses;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Entrance;
import org.signetmail.enrolment.OwnAccount;
import org.signetmail.enrolment.Sessions;
import org.signetmail.pkix.Certificate;
import org.signetmail.web.FrontPage;
import org.signetmail.web.Pages;
import org.signetmail.web.page.Assets;

/** {@code /} over HTTPS and all that people do there about their own keys. */
public final class PortalPages implements Pages {
  /**
   * What the portal stands on.
   *
   * @param links to what else is here
   * @param quorum of the officers, now
   * @param checks what each client may still hand in to be judged
   * @param ways to sign in beside codes by mail
   * @param secret of the words in forms: 32 random octets, the same on every node
   */
  public record House(
      String organization,
      List<FrontPage.Link> links,
      Entrance entrance,
      Sessions sessions,
      Enrolment enrolment,
      OwnAccount account,
      Supplier<Quorum> quorum,
      Certificate root,
      MailCheck check,
      Purses checks,
      SignInWays ways,
      byte[] secret) {
    public House {
      links = List.copyOf(links);
    }
  }

  private static final List<String> ASSETS =
      List.of(
          "apple.js",
          "check.js",
          "der.js",
          "enrol.js",
          "invitation.js",
          "keyfile.js",
          "keys.js",
          "mark.svg",
          "parcel.js",
          "portal.css",
          "read.js",
          "open.js",
          "ber.js",
          "certificate.js",
          "keyfile-open.js",
          "envelope.js",
          "rsa.js",
          "signature.js",
          "signer.js",
          "verdict.js",
          "headers.js",
          "mail.js",
          "request.js",
          "sha256.js");

  private final House house;
  private final Screens screens;
  private final Visits visits;

  public PortalPages(House house) {
    this.house = house;
    this.screens = new Screens(house.organization());
    this.visits = new Visits(house.sessions(), screens, house.secret());
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get(
        "/",
        (request, response) ->
            screens.show(
                response,
                "home",
                Map.of(
                    "frame",
                        screens.frame(
                            visits.of(request),
                            "Secure mail of " + house.organization(),
                            "signet verify --trust root.pem mail.eml"),
                    "links", house.links())));
    new EntrancePages(house, screens, visits).route(routing);
    house
        .ways()
        .provider()
        .ifPresent(way -> new ProviderPages(house, screens, visits, way).route(routing));
    new KeyPages(house, screens, visits).route(routing);
    new AccountPages(house, screens, visits).route(routing);
    new CheckPages(house, screens, visits).route(routing);
    Assets.route(routing, "/portal/", PortalPages.class, ASSETS);
  }
}
