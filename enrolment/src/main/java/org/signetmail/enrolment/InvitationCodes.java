package org.signetmail.enrolment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;

/**
 * Makes and checks the codes of invitations, and keeps none of them.
 *
 * <p>A code is HMAC-SHA-256 over the mailbox and the moment since which the person is in their
 * present state, cut to 100 bits. Using it changes that moment, and so does the next invitation: a
 * code works once, and only the latest one works. Any node with the same secret can check it.
 *
 * <p>Safe for use by many threads.
 */
public final class InvitationCodes {
  /** S/MIME BR §3.2.2.2: a random value sent by mail is good for at most 24 hours. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int SECRET_OCTETS = 32;
  private static final int SYMBOLS = 20; // of five bits each

  private final byte[] secret;
  private final Duration validity;

  /**
   * Codes under a secret.
   *
   * @param secret 32 random octets, the same on every node
   * @param validity at most {@link #LONGEST}
   * @throws IllegalArgumentException when one of them is not so
   */
  public InvitationCodes(byte[] secret, Duration validity) {
    if (secret.length != SECRET_OCTETS) {
      throw new IllegalArgumentException(
          "invitation secret: has " + secret.length + " octets; make 32 random ones");
    }
    if (!validity.isPositive() || validity.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "invitation validity: "
              + validity
              + " is not between nothing and a day (S/MIME BR §3.2.2.2); use PT24H or less");
    }
    this.secret = secret.clone();
    this.validity = validity;
  }

  Invitation invite(Person person) {
    return of(person.mailbox(), person.since());
  }

  /**
   * What was sent to a mailbox whose holder came into their present state at that moment: for a
   * protocol in which the code itself is never sent, but protects messages on both sides (RFC 9483
   * §4.1.5). Whether it has expired, and whether that is the present state still, is for the caller
   * to look at.
   */
  public Invitation of(Mailbox mailbox, Instant since) {
    return new Invitation(mailbox, code(mailbox, since), since.plus(validity));
  }

  /** Whether this is the code of the person's present invitation, and still in time. */
  boolean proves(Person person, String code, Instant now) {
    byte[] given = SpokenCode.plain(code).getBytes(StandardCharsets.UTF_8);
    byte[] right =
        SpokenCode.plain(code(person.mailbox(), person.since())).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, right) && now.isBefore(person.since().plus(validity));
  }

  private String code(Mailbox mailbox, Instant since) {
    byte[] mac = mac(mailbox, since);
    String code = SpokenCode.of(mac, SYMBOLS);
    Arrays.fill(mac, (byte) 0);
    return code;
  }

  private byte[] mac(Mailbox mailbox, Instant since) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update("signet invitation\0".getBytes(StandardCharsets.US_ASCII));
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(since.getEpochSecond()).flip());
      return mac.doFinal(mailbox.key().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
