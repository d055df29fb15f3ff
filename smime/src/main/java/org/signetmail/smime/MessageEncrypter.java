package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.EncryptionChoice.Passwords;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.ContentEncryption.KeyDerivation;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.EnvelopeMaker.Recipient;
import org.signetmail.smime.internal.cms.Jca;
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

  private final List<Recipient> recipients;
  private final Options options;
  private final ContentEncryption encryption;
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
    this(recipients, List.of(), options, evidence);
  }

  /**
   * @param passwords each opens the message too, for whom there is no certificate
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to, or
   *     the profile has no passwords
   */
  public MessageEncrypter(
      List<Certificate> recipients,
      List<MessagePassword> passwords,
      Options options,
      Evidence evidence) {
    EncryptionChoice choice =
        EncryptionChoice.of(
            recipients,
            passwords.isEmpty() ? Passwords.NONE : Passwords.SOME,
            options.profile(),
            evidence);
    this(
        recipients(recipients, passwords, choice),
        options,
        new ContentEncryption(
            ContentCipher.ofWord(choice.content()).orElseThrow(),
            choice.isKeyDerived() ? KeyDerivation.HKDF_SHA256 : KeyDerivation.NONE),
        Primitives.standard(),
        Spool.standard());
  }

  private MessageEncrypter(
      List<Recipient> recipients,
      Options options,
      ContentEncryption encryption,
      Primitives primitives,
      Spool spool) {
    this.recipients = recipients;
    this.options = options;
    this.encryption = encryption;
    this.primitives = primitives;
    this.spool = spool;
  }

  /** The same, with other implementations of the primitives. */
  public MessageEncrypter using(Primitives other) {
    return new MessageEncrypter(recipients, options, encryption, other, spool);
  }

  /** The same, with another place for what does not fit in memory. */
  public MessageEncrypter using(Spool other) {
    return new MessageEncrypter(recipients, options, encryption, primitives, other);
  }

  /** The content encryption chosen, as in the contract's JSON: {@code aes256-CBC}. */
  public String algorithm() {
    return encryption.cipher().word();
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
    String type = encryption.cipher().isAuthenticated() ? "authEnveloped-data" : "enveloped-data";
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
          .write(content, entity.size(), encryption, recipients, encoder);
    }
  }

  Options options() {
    return options;
  }

  private static List<Recipient> recipients(
      List<Certificate> certificates, List<MessagePassword> passwords, EncryptionChoice choice) {
    List<Recipient> all = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      all.add(new Recipient.Holder(certificates.get(i), choice.methods().get(i)));
    }
    passwords.forEach(password -> all.add(new Recipient.Knower(password)));
    return List.copyOf(all);
  }
}
