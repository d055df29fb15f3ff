package org.signetmail.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;

/**
 * The envelope sender under which opened mail goes on, so that reports about it come back to this
 * gateway and not to who wrote it: {@code returns+MAC=DAY=DOMAIN=LOCAL@ours}, in the manner of the
 * Sender Rewriting Scheme. It names the sender, is authenticated, and counts for three weeks.
 * Nothing is kept for it. Immutable.
 */
final class ReturnPath {
  private static final int MOST_LOCAL = 64; // octets (RFC 5321 §4.5.3.1.1)
  private static final int MAC_DIGITS = 12;
  private static final int DAYS = 1_000;
  private static final int VALID_DAYS = 21;
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern TAG =
      Pattern.compile("([0-9a-f]{" + MAC_DIGITS + "})=([0-9]{1,3})=([^=]+)=(.+)");

  private final Mailbox address;
  private final byte[] key;

  /**
   * @param address ours, to which the mail server sends all below {@code address+}
   */
  ReturnPath(Mailbox address, byte[] key) {
    this.address = address;
    this.key = key.clone();
  }

  /** Where reports about a sender's mail go; empty where that cannot be written in an address. */
  Optional<Mailbox> of(Mailbox sender, Instant now) {
    if (!PLAIN.matcher(sender.localPart()).matches()) {
      return Optional.empty();
    }
    int day = day(now);
    String local =
        prefix() + mac(sender, day) + "=" + day + "=" + sender.domain() + "=" + sender.localPart();
    return local.length() > MOST_LOCAL
        ? Optional.empty()
        : Optional.of(Mailbox.of(local + "@" + address.domain()));
  }

  /** Whether a recipient is one of these, whatever it says. */
  boolean isOurs(Mailbox recipient) {
    return recipient.domain().equals(address.domain())
        && recipient.localPart().toLowerCase(Locale.ROOT).startsWith(prefix());
  }

  /** Whose mail a report is about; empty when nobody said so here, or too long ago. */
  Optional<Mailbox> sender(Mailbox recipient, Instant now) {
    if (!isOurs(recipient)) {
      return Optional.empty();
    }
    Matcher tag = TAG.matcher(recipient.localPart().substring(prefix().length()));
    if (!tag.matches()) {
      return Optional.empty();
    }
    int day = Integer.parseInt(tag.group(2));
    Mailbox sender;
    try {
      sender = Mailbox.of(tag.group(4) + "@" + tag.group(3));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean isRecent = Math.floorMod(day(now) - day, DAYS) <= VALID_DAYS;
    boolean isReal =
        MessageDigest.isEqual(
            tag.group(1).getBytes(StandardCharsets.US_ASCII),
            mac(sender, day).getBytes(StandardCharsets.US_ASCII));
    return isRecent && isReal ? Optional.of(sender) : Optional.empty();
  }

  private String prefix() {
    return address.localPart().toLowerCase(Locale.ROOT) + "+";
  }

  private static int day(Instant now) {
    return (int) Math.floorMod(now.getEpochSecond() / Duration.ofDays(1).toSeconds(), (long) DAYS);
  }

  private String mac(Mailbox sender, int day) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] all =
          mac.doFinal(
              ("return path\n" + day + "\n" + sender.key()).getBytes(StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(all).substring(0, MAC_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
    }
  }
}
