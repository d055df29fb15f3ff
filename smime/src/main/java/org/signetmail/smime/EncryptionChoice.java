package org.signetmail.smime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.KeyWrap;
import org.signetmail.smime.internal.cms.Keys;

/**
 * What one message is encrypted with: one content algorithm for all its recipients, never a strong
 * and a weak copy (RFC 8551 §2.7.3), and for each recipient the way its key is wrapped. Made by a
 * pure function of the certificates, of what is known of their readers, and of the profile.
 *
 * @param content the word of profiles: {@code aes256-GCM}
 * @param isKeyDerived whether the content key is bound to the algorithm's name (RFC 9709): only
 *     where every recipient announced it
 * @param methods how the key is wrapped for each certificate, in their order: {@code rsa-oaep}
 */
public record EncryptionChoice(String content, boolean isKeyDerived, List<String> methods) {
  private static final String DERIVATION = "cek-hkdf-sha256";
  private static final String PASSWORD = "password";

  /** Whether somebody without a certificate, of whose reader nothing is known, gets it too. */
  public enum Passwords {
    NONE,
    SOME
  }

  public EncryptionChoice {
    methods = List.copyOf(methods);
  }

  /**
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to, or
   *     the profile makes nothing for it
   */
  public static EncryptionChoice of(
      List<Certificate> recipients, Passwords passwords, CryptoProfile profile, Evidence evidence) {
    if (recipients.isEmpty() && passwords == Passwords.NONE) {
      throw new IllegalArgumentException(
          "encryption: has no recipient (RFC 5652 §6.1); name at least one certificate");
    }
    List<Capabilities> readers = new ArrayList<>();
    List<String> methods = new ArrayList<>();
    for (Certificate recipient : recipients) {
      readers.add(evidence.of(recipient));
      methods.add(method(recipient, profile, evidence.of(recipient)));
    }
    if (passwords == Passwords.SOME) {
      readers.add(Capabilities.UNKNOWN);
      if (!profile.making(CryptoProfile.Area.KEY_MANAGEMENT).contains(PASSWORD)) {
        throw new IllegalArgumentException(
            "password: the profile "
                + profile
                + " does not encrypt to passwords (RFC 5652 §6.2.4); choose another profile, or a"
                + " certificate");
      }
    }
    boolean derives =
        profile.making(CryptoProfile.Area.KEY_DERIVATION).contains(DERIVATION)
            && readers.stream().allMatch(reader -> reader.reads(DERIVATION));
    return new EncryptionChoice(content(readers, profile), derives, methods);
  }

  /**
   * The best of the profile that every reader opens. A reader who announced ciphers gets one of
   * them; one of whom nothing is known gets what needs no evidence. Where they share none of the
   * profile's, its first that needs no evidence: capabilities are a partial list (RFC 8551 §2.5.2),
   * and weaker than the profile is never made.
   */
  private static String content(Collection<Capabilities> readers, CryptoProfile profile) {
    List<String> making = profile.making(CryptoProfile.Area.CONTENT);
    return making.stream()
        .filter(word -> readers.stream().allMatch(reader -> opens(reader, word, profile)))
        .findFirst()
        .or(() -> making.stream().filter(w -> !profile.needingEvidence().contains(w)).findFirst())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "profile "
                    + profile
                    + ": makes no encrypted messages (RFC 8551 §2.7); choose another profile"));
  }

  private static boolean opens(Capabilities reader, String cipher, CryptoProfile profile) {
    boolean announcesCiphers =
        reader.words().stream().anyMatch(word -> ContentCipher.ofWord(word).isPresent());
    return announcesCiphers ? reader.reads(cipher) : !profile.needingEvidence().contains(cipher);
  }

  private static String method(Certificate recipient, CryptoProfile profile, Capabilities reader) {
    if (!recipient.mayEncrypt()) {
      throw new IllegalArgumentException(
          recipient.subject()
              + ": may not be encrypted to (RFC 5280 §4.2.1.3); use the person's encryption"
              + " certificate");
    }
    int bits = Keys.rsaBits(recipient.publicKey());
    if (bits > 0 && bits < profile.makingRsaBits()) {
      throw new IllegalArgumentException(
          recipient.subject()
              + ": its RSA key of "
              + bits
              + " bits is too short for the profile "
              + profile
              + " (RFC 8551 §4.2); ask for a new certificate");
    }
    int curve = Keys.curveBits(recipient.publicKey());
    if (curve > 0 && curve < profile.makingEcBits()) {
      throw new IllegalArgumentException(
          recipient.subject()
              + ": its elliptic curve of "
              + curve
              + " bits is too small for the profile "
              + profile
              + " (RFC 5753 §7.1); ask for a new certificate");
    }
    List<String> possible = KeyWrap.methods(recipient);
    return profile.making(CryptoProfile.Area.KEY_MANAGEMENT).stream()
        .filter(possible::contains)
        .filter(word -> !profile.needingEvidence().contains(word) || reader.reads(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                recipient.subject()
                    + ": the profile "
                    + profile
                    + " has no way to encrypt to its "
                    + recipient.publicKey().getAlgorithm()
                    + " key (RFC 8551 §2.3); choose another certificate or profile"));
  }
}
