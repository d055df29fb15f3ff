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
  private final Payload.Plan plan;
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
    this(recipients(recipients, passwords, choice), choice, options);
  }

  private MessageEncrypter(List<Recipient> recipients, EncryptionChoice choice, Options options) {
    this(
        recipients,
        Payload.Plan.encrypting(options.headerProtection()),
        new ContentEncryption(
            ContentCipher.ofWord(choice.content()).orElseThrow(),
            choice.isKeyDerived() ? KeyDerivation.HKDF_SHA256 : KeyDerivation.NONE),
        Primitives.standard(),
        Spool.standard());
  }

  private MessageEncrypter(
      List<Recipient> recipients,
      Payload.Plan plan,
      ContentEncryption encryption,
      Primitives primitives,
      Spool spool) {
    this.recipients = recipients;
    this.plan = plan;
    this.encryption = encryption;
    this.primitives = primitives;
    this.spool = spool;
  }

  /**
   * Encrypters for the copies of one message: one for all whom its header names, one for each of
   * the others alone, because whom a message is encrypted to can be read off it (RFC 5322 §3.6.3).
   * No copy has a Bcc field, and one algorithm serves all of them (RFC 8551 §2.7.3).
   *
   * @param named in To and Cc
   * @param passwords open the copy of those named; where there are none of both, it is not made
   * @param hidden in Bcc, or in the envelope only
   * @return the copy of those named first, then one for each hidden recipient, in order
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to
   */
  public static List<MessageEncrypter> copies(
      List<Certificate> named,
      List<MessagePassword> passwords,
      List<Certificate> hidden,
      Options options,
      Evidence evidence) {
    List<Certificate> everyone = new ArrayList<>(named);
    everyone.addAll(hidden);
    EncryptionChoice choice =
        EncryptionChoice.of(
            everyone,
            passwords.isEmpty() ? Passwords.NONE : Passwords.SOME,
            options.profile(),
            evidence);
    List<MessageEncrypter> copies = new ArrayList<>();
    if (!named.isEmpty() || !passwords.isEmpty()) {
      copies.add(new MessageEncrypter(recipients(named, passwords, choice), choice, options));
    }
    for (Certificate one : hidden) {
      copies.add(new MessageEncrypter(holders(List.of(one), everyone, choice), choice, options));
    }
    return copies.stream().map(copy -> copy.with(copy.plan.with(Payload.Blind.REMOVED))).toList();
  }

  /**
   * For some of the recipients of a message, with the algorithm that all of them read.
   *
   * @param everyone the recipients of all copies, these among them
   * @throws IllegalArgumentException one clear line when a certificate may not be encrypted to
   */
  public static MessageEncrypter alongside(
      List<Certificate> recipients,
      List<Certificate> everyone,
      Options options,
      Evidence evidence) {
    EncryptionChoice choice =
        EncryptionChoice.of(everyone, Passwords.NONE, options.profile(), evidence);
    return new MessageEncrypter(holders(recipients, everyone, choice), choice, options);
  }

  private static List<Recipient> holders(
      List<Certificate> some, List<Certificate> everyone, EncryptionChoice choice) {
    List<Recipient> holders = new ArrayList<>();
    for (Certificate one : some) {
      holders.add(new Recipient.Holder(one, choice.methods().get(everyone.indexOf(one))));
    }
    return List.copyOf(holders);
  }

  /**
   * The same, hiding other header fields than the baseline does; an answer hides what the message
   * it answers hid: {@code BASELINE.then(ofResponse(…))}.
   */
  public MessageEncrypter hiding(HeaderConfidentiality policy) {
    return with(plan.with(policy));
  }

  /**
   * The same, compressing first where that makes the message smaller (RFC 8551 §3.6). Not for
   * messages part of which somebody else could choose: their size would tell of the rest.
   */
  public MessageEncrypter compressing() {
    return with(plan.with(Payload.Compression.ZLIB));
  }

  private MessageEncrypter with(Payload.Plan other) {
    return new MessageEncrypter(recipients, other, encryption, primitives, spool);
  }

  /** The same, with other implementations of the primitives. */
  public MessageEncrypter using(Primitives other) {
    return new MessageEncrypter(recipients, plan, encryption, other, spool);
  }

  /** The same, with another place for what does not fit in memory. */
  public MessageEncrypter using(Spool other) {
    return new MessageEncrypter(recipients, plan, encryption, primitives, other);
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
    try (Payload payload = Payload.of(message, plan, spool)) {
      write(payload.outer(), payload.octets(), random, out);
    }
  }

  /** Writes the fields, then the entity encrypted behind them. */
  void write(List<Field> fields, Octets entity, SecureRandom random, OutputStream out)
      throws IOException {
    String type = encryption.cipher().isAuthenticated() ? "authEnveloped-data" : "enveloped-data";
    List<Field> head = new ArrayList<>(fields);
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

  Payload.Plan plan() {
    return plan;
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
