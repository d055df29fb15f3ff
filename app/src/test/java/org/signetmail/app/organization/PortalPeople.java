package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;

/** A system with a portal, and people who come to it. */
final class PortalPeople implements AutoCloseable {
  final RunningSystem system;
  private final List<PageBrowser> browsers = new ArrayList<>();
  private int people;

  PortalPeople(Path home) throws IOException {
    system =
        new RunningSystem(
            RunningSystem.laid(
                home,
                text ->
                    text.replaceFirst(
                        "(?m)^mail:$",
                        "mail:\n  gateway-mode: { groups: [desk], consent: organization }")));
    for (String officer : List.of("Olga", "Omar", "Otto")) {
      new OfficerCeremony(system.organization)
          .enrol(Mailbox.of(officer.toLowerCase(Locale.ROOT) + "@example.test"), officer);
    }
  }

  PageBrowser browser() throws Exception {
    PageBrowser browser = new PageBrowser(system, Optional.empty());
    browsers.add(browser);
    return browser;
  }

  @Override
  public void close() {
    browsers.forEach(PageBrowser::close);
    system.close();
  }

  Mailbox invited() throws IOException {
    Mailbox mailbox = Mailbox.of("alice" + ++people + "@example.test");
    system.organization.enrolling().enrolment().invite(mailbox, "Alice Example", Set.of());
    return mailbox;
  }

  /** By the code of a new invitation. */
  PageBrowser signedIn(Mailbox mailbox) throws Exception {
    return signedIn(
        mailbox,
        system.organization.enrolling().enrolment().invite(mailbox, "Alice", Set.of()).code());
  }

  PageBrowser signedIn(Mailbox mailbox, String code) throws Exception {
    PageBrowser browser = browser();
    HttpResponse<String> in =
        browser.post(
            "/enrol",
            Map.of("csrf", browser.csrf("/enrol"), "mailbox", mailbox + "", "code", code));
    assertEquals(303, in.statusCode(), in.body());
    return browser;
  }

  /** The code in the mail that waits for somebody; mail has nowhere to go here. */
  String mailed(Mailbox to) throws Exception {
    for (int i = 0; i < 500; i++) {
      for (NoticeOutbox.Waiting waiting : system.organization.notices().waiting()) {
        Matcher code =
            Pattern.compile("Your code +([0-9A-Z]{5}-[0-9A-Z]{5})\\s")
                .matcher(Files.readString(waiting.file()));
        if (waiting.to().equals(to) && code.find()) {
          return code.group(1);
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no code came for " + to);
  }

  EnrolmentKit kit(Mailbox mailbox) {
    return EnrolmentKit.make(
        mailbox, "Alice", KeyAlgorithm.P_256, KeyAlgorithm.P_256, system.organization.random());
  }

  Certificate archive() throws IOException {
    return system.organization.home().certificate("archive");
  }

  static Map<String, String> fields(String csrf, EnrolmentRequest request) {
    Base64.Encoder base64 = Base64.getEncoder();
    return Map.of(
        "csrf",
        csrf,
        "signing",
        base64.encodeToString(request.signing().encoded()),
        "encryption",
        base64.encodeToString(request.encryption().sealed()),
        "binding",
        base64.encodeToString(request.binding()));
  }
}
