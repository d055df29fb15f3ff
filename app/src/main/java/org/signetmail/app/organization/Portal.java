package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.home.Configuration;
import org.signetmail.directory.AskingLimits;
import org.signetmail.directory.Purses;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Entrance;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.InvitationCodes;
import org.signetmail.enrolment.Newcomers;
import org.signetmail.enrolment.OwnAccount;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.RenewalNotices;
import org.signetmail.enrolment.Sessions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.store.Store;
import org.signetmail.web.FrontPage;
import org.signetmail.web.portal.PortalPages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The portal of an organisation, and the letters that lead people there. */
public final class Portal {
  private static final Logger LOG = LoggerFactory.getLogger(Portal.class);
  private static final int HTTPS = 443;
  private static final int LONGEST_NAME = 64; // characters (RFC 5280 appendix A, ub-common-name)
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Of mail and signers that one client hands in: 120 at once, then one a second; each node's. */
  private static final AskingLimits CHECKS = new AskingLimits(1, 1, 60, 120, Duration.ZERO);

  private final Organization organization;

  public Portal(Organization organization) {
    this.organization = organization;
  }

  /** Its pages; each node has the same secrets, so any of them serves any browser. */
  PortalPages pages(List<FrontPage.Link> links, SignIn signIn) throws IOException {
    Store store = organization.store();
    Sessions sessions =
        new Sessions(store.sessions(), store.people(), organization.random(), organization.clock());
    Entrance entrance =
        new Entrance(
            store.people(),
            new InvitationCodes(
                organization.vault().derive("invitation codes"), InvitationCodes.LONGEST),
            organization.vault().derive("portal sign-in codes"),
            store.attempts(),
            sessions,
            this::sendCode,
            newcomers(organization.enrolling().enrolment()),
            Thread::startVirtualThread,
            organization.clock());
    return new PortalPages(
        new PortalPages.House(
            organization.configuration().organization(),
            links,
            entrance,
            sessions,
            organization.enrolling().enrolment(),
            account(),
            organization.archiving()::quorum,
            organization.root(),
            new PortalMailCheck(
                new MailJudge(organization, Spool.standard(), Primitives.standard()),
                organization.clock()),
            new Purses(CHECKS, client -> false, System::nanoTime),
            signIn.ways(),
            organization.vault().derive("portal forms")));
  }

  private Newcomers newcomers(Enrolment enrolment) {
    return switch (organization.configuration().portal().newcomers()) {
      case REFUSED -> Newcomers.REFUSED;
      case ADDED -> (mailbox, name) -> add(enrolment, mailbox, name);
    };
  }

  /** As 'user add' does; their entry in the log is the same. */
  private Optional<Person> add(Enrolment enrolment, Mailbox mailbox, String name) {
    boolean isOurs = organization.configuration().domains().contains(mailbox.domain());
    if (!isOurs || name.isBlank() || name.length() > LONGEST_NAME) {
      LOG.warn(
          "somebody who signed in was not added: {}; see portal.sign-in.newcomers",
          isOurs ? "the directory has no name for them" : "their mailbox is in no domain of ours");
      return Optional.empty();
    }
    enrolment.invite(mailbox, name, Set.of());
    LOG.info("somebody whom the directory knows signed in and was added");
    return organization.store().people().find(mailbox);
  }

  private OwnAccount account() {
    Store store = organization.store();
    return new OwnAccount(
        store.certificates(),
        organization.authority(),
        store.archive(),
        store.recoveries(),
        organization.clock());
  }

  /** Who is told, by mail, that their certificates end. */
  RenewalNotices renewalNotices() {
    return new RenewalNotices(
        organization.store().people(),
        account(),
        organization.store().attempts(),
        organization.configuration().portal().renewalNotices(),
        this::sendRenewal);
  }

  /**
   * Where browsers find it: as the configuration says, else the host that certificates name and our
   * HTTPS listener's port.
   *
   * @return without a slash at its end
   */
  public static String address(Configuration configuration) {
    return configuration.portal().address().orElseGet(() -> usualAddress(configuration));
  }

  private static String usualAddress(Configuration configuration) {
    String host = URI.create(configuration.publicUrl()).getHost();
    int port = configuration.listen().https().port();
    return "https://" + host + (port == HTTPS ? "" : ":" + port);
  }

  /**
   * Sends an invitation to its mailbox. The code stands after the link's #, which neither browsers
   * nor what looks at links in mail sends to any server.
   *
   * @param portal the address, without a slash at its end
   */
  public void send(Invitation invitation, String name, String portal) {
    Mailbox to = invitation.mailbox();
    organization
        .notices()
        .letter(
            to,
            organization.now(),
            "Your certificates for secure mail",
            """
            Dear %s,

            %s gives you certificates with which you sign and encrypt your mail. Your browser makes
            the keys; it takes two minutes:

              %s/enrol?for=%s#code=%s

            Your address   %s
            Your code      %s
            Good until     %s

            If you did not expect this, ask your administrator before you follow the link. Nobody
            will ever ask you for this code by mail or telephone.
            """
                .formatted(
                    name,
                    organization.configuration().organization(),
                    portal,
                    URLEncoder.encode(to.toString(), StandardCharsets.UTF_8),
                    invitation.code(),
                    to,
                    invitation.code(),
                    MINUTE.format(invitation.expires())));
  }

  private void sendRenewal(Person person, List<Certificate> ending, Instant at) {
    StringBuilder which = new StringBuilder();
    for (Certificate one : ending) {
      which
          .append(one.maySign() ? "To sign        " : "To encrypt to  ")
          .append("until ")
          .append(MINUTE.format(one.notAfter()))
          .append(", serial number ")
          .append(one.serialHex())
          .append('\n');
    }
    organization
        .notices()
        .letter(
            person.mailbox(),
            at,
            "Your certificates end soon",
            """
            Dear %s,

            certificates of yours with which you sign and encrypt your mail end soon:

            %s
            Sign in at the portal and make new keys; it takes two minutes, and mail that was
            written to you so far stays readable:

              %s/account

            When they have ended, programs warn of your signature, and nobody can write to you in
            confidence any more.
            """
                .formatted(person.name(), which, address(organization.configuration())));
  }

  /** Aside from whoever asked: what fails is for the log, not for them. */
  private void sendCode(Mailbox to, String code, Instant expires) {
    try {
      organization
          .notices()
          .letter(
              to,
              organization.now(),
              "Your code to sign in",
              """
              Somebody, we hope you, asked to sign in to the portal for secure mail.

              Your code      %s
              Good until     %s, once, in the browser that asked

              If it was not you, do nothing: without this code nobody comes in. Nobody will ever ask
              you for it by mail or telephone.
              """
                  .formatted(code, MINUTE.format(expires)));
    } catch (RuntimeException e) {
      LOG.warn("a code to sign in could not be sent: {}", e.toString());
    }
  }
}
