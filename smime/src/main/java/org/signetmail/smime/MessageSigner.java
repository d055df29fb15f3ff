package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.DigestOutput;
import org.signetmail.smime.internal.cms.EssAttributes;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedDataMaker;
import org.signetmail.smime.internal.mime.Base64Output;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;

/**
 * Makes signed messages: multipart/signed or opaque signed-data (RFC 8551 §3.5), streaming. The
 * content is made fit for seven-bit transport before it is signed, signed attributes are always
 * there, and the certificates of the signer's path go along.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MessageSigner {
  /** Where the content stands: beside the signature, readable everywhere, or inside it. */
  public enum Form {
    MULTIPART_SIGNED,
    OPAQUE
  }

  /** Whether the header fields are protected too (RFC 9788). */
  public enum HeaderProtection {
    ON,
    OFF
  }

  /** How to sign. */
  public record Options(Form form, HeaderProtection headerProtection, CryptoProfile profile) {
    /** multipart/signed, headers protected, profile {@code auto}. */
    public static Options standard() {
      return new Options(
          Form.MULTIPART_SIGNED, HeaderProtection.ON, CryptoProfile.of(CryptoProfile.Name.AUTO));
    }
  }

  private final SigningIdentity identity;
  private final Options options;
  private final SignatureScheme scheme;
  private final SignerExtras extras;
  private @Nullable SignedDataMaker maker; // immutable, so a race makes it twice

  /**
   * @throws IllegalArgumentException one clear line when the profile does not let this key sign
   */
  public MessageSigner(SigningIdentity identity, Options options) {
    this(identity, options, SignerExtras.of(identity.certificate()));
  }

  private MessageSigner(SigningIdentity identity, Options options, SignerExtras extras) {
    Certificate certificate = identity.certificate();
    if (!certificate.maySign()) {
      throw new IllegalArgumentException(
          certificate.subject()
              + ": may not sign (RFC 8550 §4.4.2); use a certificate for signing");
    }
    this.identity = identity;
    this.options = options;
    this.extras = extras;
    this.scheme =
        SignatureScheme.making(certificate.publicKey(), options.profile())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    certificate.subject()
                        + ": its "
                        + certificate.publicKey().getAlgorithm()
                        + " key does not sign under the profile "
                        + options.profile()
                        + " (RFC 8551 §2.2); choose another key or profile"));
  }

  private MessageSigner with(SignerExtras other) {
    return new MessageSigner(identity, options, other);
  }

  /**
   * The same, and it tells correspondents which certificate to encrypt answers to (RFC 8551
   * §2.5.3); without this its own, where that may be encrypted to.
   */
  public MessageSigner announcing(Certificate encryptionCertificate) {
    return with(extras.announcing(encryptionCertificate));
  }

  /** The same, compressing first where that makes the message smaller (RFC 8551 §3.6). */
  public MessageSigner compressing() {
    return with(extras.compressing());
  }

  /** The same, and it asks for receipts (RFC 2634 §2.2); not for a signature around another. */
  public MessageSigner asking(ReceiptRequest request) {
    return with(extras.with(extras.services().asking(Optional.of(request))));
  }

  /**
   * The same, and it says how sensitive the content is (RFC 2634 §3).
   *
   * @param equivalents the same in the words of other policies; may be empty
   */
  public MessageSigner labelling(SecurityLabel label, List<SecurityLabel> equivalents) {
    return with(extras.with(extras.services().labelling(label, equivalents)));
  }

  /** The same, and an authority says when it signed (ETSI EN 319 122-1 §5.3). */
  public MessageSigner stamping(TimeStamping authority) {
    return with(extras.stamping(authority));
  }

  /** The same for a signature around another's, which asks for nothing (RFC 2634 §1.3.4). */
  MessageSigner around() {
    return with(extras.with(extras.services().asking(Optional.empty())));
  }

  /** The same, with other implementations of the primitives. */
  public MessageSigner using(Primitives other) {
    return with(extras.using(other));
  }

  /** The same, with another place for what does not fit in memory. */
  public MessageSigner using(Spool other) {
    return with(extras.using(other));
  }

  /**
   * Reads a whole RFC 5322 message, writes the signed one with CRLF line ends.
   *
   * @throws MalformedMessage when the input is not a message
   */
  public void sign(Octets message, Instant signingTime, SecureRandom random, OutputStream out)
      throws IOException {
    Payload.Plan plan = Payload.Plan.signing(options.headerProtection(), extras.compression());
    try (Payload payload = Payload.of(message, plan, extras.spool())) {
      write(payload.outer(), payload.octets(), signingTime, random, out);
    }
  }

  /** Writes the fields, then the payload signed as an entity behind them. */
  void write(
      List<Field> fields,
      Octets payload,
      Instant signingTime,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    SignedDataMaker maker = maker();
    List<Field> head = new ArrayList<>(fields);
    if (options.form() == Form.OPAQUE) {
      head.add(
          Field.of(
              "Content-Type",
              "application/pkcs7-mime; smime-type=signed-data;\r\n name=\"smime.p7m\""));
      head.addAll(EnvelopeFields.base64("smime.p7m"));
      Entity.join(head, Octets.of(new byte[0])).writeTo(out);
      try (Base64Output encoder = new Base64Output(out)) {
        maker.opaque(payload, signingTime, random, encoder);
      }
      return;
    }
    String boundary = boundary(random);
    head.add(
        Field.of(
            "Content-Type",
            "multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg="
                + scheme.digest().word()
                + "; boundary=\""
                + boundary
                + "\""));
    Entity.join(head, Octets.of(new byte[0])).writeTo(out);
    out.write(ascii("--" + boundary + "\r\n"));
    DigestOutput digested = maker.digesting(out);
    payload.writeTo(digested);
    byte[] signature = maker.detached(digested.digest(), signingTime, random);
    List<Field> part = new ArrayList<>();
    part.add(Field.of("Content-Type", "application/pkcs7-signature; name=\"smime.p7s\""));
    part.addAll(EnvelopeFields.base64("smime.p7s"));
    out.write(ascii("\r\n--" + boundary + "\r\n"));
    Entity.join(part, Octets.of(new byte[0])).writeTo(out);
    try (Base64Output encoder = new Base64Output(out)) {
      encoder.write(signature);
    }
    out.write(ascii("\r\n--" + boundary + "--\r\n"));
  }

  Spool spool() {
    return extras.spool();
  }

  Options options() {
    return options;
  }

  /** Whom it signs as. */
  Mailbox mailbox() {
    return identity.certificate().mailboxes().stream()
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                identity.certificate().subject()
                    + ": names no mailbox (RFC 8550 §3); sign with a certificate that names"
                    + " yours"));
  }

  /** What every signature of this signer shares is worked out once. */
  private SignedDataMaker maker() {
    SignedDataMaker known = maker;
    if (known == null) {
      known = maker(Oids.DATA, EssAttributes.attributes(extras.services()));
      maker = known;
    }
    return known;
  }

  /** Signs content of this type, and these attributes besides those it always does. */
  SignedDataMaker maker(String contentType, List<byte[]> more) {
    List<byte[]> attributes = new ArrayList<>(more);
    attributes.add(
        SignedAttributes.attribute(
            Oids.SMIME_CAPABILITIES, Capabilities.encode(options.profile().announcing())));
    extras.announced().ifPresent(c -> attributes.add(EncryptionPreference.attribute(c)));
    Jca jca = new Jca(extras.primitives());
    SignedDataMaker plain =
        new SignedDataMaker(
            identity, scheme, attributes, extras.announced().stream().toList(), jca, contentType);
    return extras
        .stamping()
        .map(authority ->
            plain.stamping((signature, random) ->
                SignatureStamp.over(signature, authority, random, jca).encoded()))
        .orElse(plain);
  }

  /** Long enough that no content has it, and with characters no encoding makes (RFC 2045 §6.7). */
  private static String boundary(SecureRandom random) {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    return "=_signet_" + HexFormat.of().formatHex(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
