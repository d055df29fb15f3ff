package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/**
 * An order that waits at the authority outside, one a mailbox: kept in the home folder from its
 * beginning until the certificate is there.
 *
 * @param answer how far the challenge's answer came
 */
record OutsideOrder(Mailbox mailbox, Use use, PlacedOrder placed, Answer answer) {
  /** What the certificate is for: each key has one use. */
  enum Use {
    SIGNING,
    ENCRYPTION
  }

  /** A challenge is answered once (RFC 8823 §3 (6)). */
  enum Answer {
    NONE,
    /** Written down, and perhaps on its way: the same octets may be handed over again. */
    WRITTEN,
    /** The next hop, or the person, has it. */
    HANDED_OVER
  }

  OutsideOrder with(Answer now) {
    return new OutsideOrder(mailbox, use, placed, now);
  }

  void write(Home home) throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put("mailbox", mailbox.toString());
    values.put("use", use.name());
    values.put("order", placed.location().toString());
    values.put("answer", answer.name());
    placed
        .challenge()
        .ifPresent(challenge -> {
          values.put("authorization", challenge.authorization().toString());
          values.put("challenge", challenge.location().toString());
          values.put("from", challenge.from().toString());
          values.put("token", challenge.token().text());
        });
    PrivateFiles.write(file(home, mailbox, ".order"), NamedValues.encode(values));
  }

  static Optional<OutsideOrder> find(Home home, Mailbox mailbox) throws IOException {
    Path file = file(home, mailbox, ".order");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    NamedValues values = NamedValues.read(file);
    Optional<PlacedOrder.EmailReply> challenge =
        values.find("challenge").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new PlacedOrder.EmailReply(
                    URI.create(values.get("authorization")),
                    URI.create(values.get("challenge")),
                    Mailbox.of(values.get("from")),
                    new TokenPart(values.get("token"))));
    return Optional.of(
        new OutsideOrder(
            mailbox,
            Use.valueOf(values.get("use")),
            new PlacedOrder(URI.create(values.get("order")), challenge),
            Answer.valueOf(values.get("answer"))));
  }

  /**
   * @throws Failure when none waits
   */
  static OutsideOrder of(Home home, Mailbox mailbox) throws IOException {
    return find(home, mailbox)
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED,
                mailbox + ": no order waits; make one with 'signet enrol outside begin'"));
  }

  /** The response as it was first written. */
  Path responseFile(Home home) {
    return file(home, mailbox, ".response.eml");
  }

  void delete(Home home) throws IOException {
    Files.deleteIfExists(responseFile(home));
    Files.deleteIfExists(file(home, mailbox, ".order"));
  }

  private static Path file(Home home, Mailbox mailbox, String suffix) {
    return home.outside()
        .resolve(URLEncoder.encode(mailbox.key(), StandardCharsets.UTF_8) + suffix);
  }
}
