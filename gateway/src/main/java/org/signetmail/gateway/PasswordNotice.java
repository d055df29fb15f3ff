package org.signetmail.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Octets;

/**
 * What one of our people reads about the password of somebody to whom they wrote: the password,
 * where it was just made, to be passed on by telephone; else who has passed it on. It goes to their
 * own mailbox and to nobody else.
 */
final class PasswordNotice {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

  private PasswordNotice() {}

  /** With the password. */
  static Octets first(
      Mailbox reader, Mailbox recipient, MessagePassword password, Instant at, byte[] id) {
    char[] characters = password.characters(SecretAccess.TOKEN);
    try {
      return mail(
          reader,
          "Tell " + recipient + " a password",
          """
          Your message to %1$s goes under a password, because they have no
          certificate. Please tell it to them by telephone or in person:

              %2$s

          Call a number that you know. Never send it by mail or to the same
          address: whoever reads that mail reads your message.

          Hyphens and capitals do not matter. It stays the same for further
          messages to them, from your colleagues too. Delete this mail when you
          have told them.
          """
              .formatted(recipient, new String(characters)),
          at,
          id);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /** Without it: somebody else was told. */
  static Octets later(
      Mailbox reader, Mailbox recipient, Mailbox told, Instant since, Instant at, byte[] id) {
    return mail(
        reader,
        recipient + " has a password already",
        """
        Your message to %1$s goes under a password, because they have no
        certificate. They have one since %2$s: your colleague
        %3$s was asked to tell it to them.

        You need not do anything. If they have lost it, your administrator ends
        it (signet password end %1$s); the next message to them
        then has a new one, and its sender is told.
        """
            .formatted(recipient, DAY.format(since), told),
        at,
        id);
  }

  private static Octets mail(Mailbox reader, String subject, String text, Instant at, byte[] id) {
    String ascii = subject.chars().allMatch(c -> c < 0x7f) ? subject : "A password to pass on";
    return Octets.of(
        ("From: "
                + reader
                + "\nTo: "
                + reader
                + "\nDate: "
                + DATE.format(at)
                + "\nMessage-ID: <"
                + HexFormat.of().formatHex(id)
                + "@"
                + reader.domain()
                + ">\nSubject: "
                + ascii
                + "\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\n"
                + "Content-Transfer-Encoding: 8bit\n\n"
                + text)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
