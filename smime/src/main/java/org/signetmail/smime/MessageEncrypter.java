package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyWrap;
import org.signetmail.smime.internal.cms.Keys;
import org.signetmail.smime.internal.mime.Base64Output;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.HeaderProtection.Layer;

/**
 * Makes encrypted messages: EnvelopedData or AuthEnvelopedData (RFC 8551 §3.3, §3.4), streaming.
 * What is signed already is encrypted as it is, signature inside. A strong and a weak copy of one
 * message are never made: one algorithm serves all its recipients (RFC 8551 §2.7.3).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MessageEncrypter {
  /** How to encrypt. */
  public record Options(MessageSigner.HeaderProtection headerProtection, CryptoProfile profile) {
    /** Headers protected, profile {@code auto}. */
    public static Options standard() {
      return new Options(
          MessageSigner.HeaderProtection.ON, CryptoProfile.of(CryptoProfile.Name.AUTO));
    }
  }

  private final List<EnvelopeMaker.Recipient> recipients;
  private final Options options;
  private final ContentCipher cipher;
  private final Primitives primitives;
  private final Spool spool;

  /**
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to
   */
  public MessageEncrypter(List<Certificate> recipients, Options options) {
    this(recipients, options, Evidence.NONE);
  }

  /**
   * @param evidence what is known of the recipients' readers
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to
   */
  public MessageEncrypter(List<Certificate> recipients, Options options, Evidence evidence) {
    this(
        methods(recipients, options.profile(), evidence),
        options,
        cipher(recipients, options.profile(), evidence),
        Primitives.platform(),
        Spool.standard());
  }

  private MessageEncrypter(
      List<EnvelopeMaker.Recipient> recipients,
      Options options,
      ContentCipher cipher,
      Primitives primitives,
      Spool spool) {
    this.recipients = recipients;
    this.options = options;
    this.cipher = cipher;
    this.primitives = primitives;
    this.spool = spool;
  }

  /** The same, with other implementations of the primitives. */
  public MessageEncrypter using(Primitives other) {
    return new MessageEncrypter(recipients, options, cipher, other, spool);
  }

  /** The same, with another place for what does not fit in memory. */
  public MessageEncrypter using(Spool other) {
    return new MessageEncrypter(recipients, options, cipher, primitives, other);
  }

  /** The content encryption chosen, as in the contract's JSON: {@code aes256-CBC}. */
  public String algorithm() {
    return cipher.word();
  }

  /**
   * Reads a whole RFC 5322 message, writes the encrypted one with CRLF line ends.
   *
   * @throws MalformedMessage when the input is not a message
   */
  public void encrypt(Octets message, SecureRandom random, OutputStream out) throws IOException {
    try (Payload payload =
        Payload.of(message, options.headerProtection(), Layer.ENCRYPTED, spool)) {
      write(payload.outer(), payload.octets(), random, out);
    }
  }

  /** Writes the fields, then the entity encrypted behind them. */
  void write(List<Field> fields, Octets entity, SecureRandom random, OutputStream out)
      throws IOException {
    String type = cipher.isAuthenticated() ? "authEnveloped-data" : "enveloped-data";
    List<Field> head = new ArrayList<>(fields);
    head.add(Field.of("MIME-Version", "1.0"));
    head.add(
        Field.of(
            "Content-Type",
            "application/pkcs7-mime; smime-type=" + type + ";\r\n name=\"smime.p7m\""));
    head.addAll(EnvelopeFields.base64("smime.p7m"));
    Entity.join(head, Octets.of(new byte[0])).writeTo(out);
    try (Base64Output encoder = new Base64Output(out);
        InputStream content = entity.stream()) {
      new EnvelopeMaker(new Jca(primitives), random)
          .write(content, entity.size(), cipher, recipients, encoder);
    }
  }

  Options options() {
    return options;
  }

  private static List<EnvelopeMaker.Recipient> methods(
      List<Certificate> recipients, CryptoProfile profile, Evidence evidence) {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "encryption: has no recipient (RFC 5652 §6.1); name at least one certificate");
    }
    List<EnvelopeMaker.Recipient> all = new ArrayList<>();
    for (Certificate recipient : recipients) {
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
      List<String> possible = KeyWrap.methods(recipient);
      String method =
          profile.making(CryptoProfile.Area.KEY_MANAGEMENT).stream()
              .filter(possible::contains)
              .filter(m -> isKnownToRead(m, recipient, profile, evidence))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      recipient.subject()
                          + ": the profile "
                          + profile
                          + " has no way to encrypt to its "
                          + recipient.publicKey().getAlgorithm()
                          + " key (RFC 8551 §2.3); choose another certificate or profile"));
      all.add(new EnvelopeMaker.Recipient(recipient, method));
    }
    return List.copyOf(all);
  }

  private static ContentCipher cipher(
      List<Certificate> recipients, CryptoProfile profile, Evidence evidence) {
    return profile.making(CryptoProfile.Area.CONTENT).stream()
        .filter(
            word -> recipients.stream().allMatch(r -> isKnownToRead(word, r, profile, evidence)))
        .findFirst()
        .flatMap(ContentCipher::ofWord)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "profile "
                    + profile
                    + ": makes no encrypted messages (RFC 8551 §2.7); choose another profile"));
  }

  private static boolean isKnownToRead(
      String word, Certificate recipient, CryptoProfile profile, Evidence evidence) {
    return !profile.needingEvidence().contains(word) || evidence.of(recipient).reads(word);
  }
}
