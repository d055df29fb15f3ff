package org.signetmail.smime.internal.cms;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * What a signer signs: attributes about the content, among them its type and digest (RFC 5652 §5.3,
 * §11; RFC 8551 §2.5).
 */
public final class SignedAttributes {
  private static final Set<String> ONLY_SIGNED =
      Set.of(
          Oids.CONTENT_TYPE,
          Oids.MESSAGE_DIGEST,
          Oids.SIGNING_TIME,
          Oids.ALGORITHM_PROTECTION,
          Oids.SMIME_CAPABILITIES,
          Oids.ENCRYPTION_KEY_PREFERENCE,
          Oids.SIGNING_CERTIFICATE,
          Oids.SIGNING_CERTIFICATE_V2,
          Oids.RECEIPT_REQUEST,
          Oids.SECURITY_LABEL,
          Oids.ML_EXPANSION_HISTORY,
          Oids.MSG_SIG_DIGEST,
          Oids.EQUIVALENT_LABELS);

  private final Map<String, List<Der>> values = new HashMap<>();
  private final byte[] encoded;
  private final byte[] canonical;

  /**
   * @throws Asn1Exception when it is not a set of attributes, or an attribute is there twice (RFC
   *     5652 §5.3)
   */
  public SignedAttributes(Der element) throws Asn1Exception {
    byte[] sent = element.encoded();
    sent[0] = Asn1.SET; // signed under this tag, sent under [0] (RFC 5652 §5.4)
    this.encoded = sent;
    List<byte[]> sorted = new ArrayList<>();
    for (Der attribute : element.children()) {
      List<Der> parts = attribute.children(Asn1.SEQUENCE, 2);
      if (values.put(parts.get(0).oid(), parts.get(1).children(Asn1.SET, 0)) != null) {
        throw new Asn1Exception("a signed attribute that is there twice");
      }
      sorted.add(attribute.canonical());
    }
    this.canonical = Asn1.setOf(sorted);
  }

  /**
   * Those of a signer.
   *
   * @throws Asn1Exception when there are none, or they are malformed
   */
  public static SignedAttributes of(SignerInfo signer) throws Asn1Exception {
    return new SignedAttributes(
        signer
            .signedAttributes()
            .orElseThrow(() -> new Asn1Exception("a signer without signed attributes")));
  }

  /** The octets that may have been signed: DER, as the standard has it; else as they were sent. */
  public List<byte[]> signedForms() {
    return Arrays.equals(encoded, canonical) ? List.of(canonical) : List.of(canonical, encoded);
  }

  /** The one value of an attribute; several values are an error where one belongs. */
  public Optional<Der> one(String oid) throws Asn1Exception {
    List<Der> found = values.get(oid);
    if (found == null) {
      return Optional.empty();
    }
    if (found.size() != 1) {
      throw new Asn1Exception("a signed attribute without its one value");
    }
    return Optional.of(found.getFirst());
  }

  public Optional<String> contentType() throws Asn1Exception {
    Optional<Der> value = one(Oids.CONTENT_TYPE);
    return value.isEmpty() ? Optional.empty() : Optional.of(value.get().oid());
  }

  public Optional<byte[]> messageDigest() throws Asn1Exception {
    Optional<Der> value = one(Oids.MESSAGE_DIGEST);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(value.get().expect(Asn1.OCTET_STRING).octets());
  }

  public Optional<Instant> signingTime() throws Asn1Exception {
    Optional<Der> value = one(Oids.SIGNING_TIME);
    return value.isEmpty() ? Optional.empty() : Optional.of(value.get().time());
  }

  /** Whether CMSAlgorithmProtection is absent or says what the SignerInfo says (RFC 6211 §3). */
  public boolean protects(SignerInfo signer) throws Asn1Exception {
    Optional<Der> value = one(Oids.ALGORITHM_PROTECTION);
    if (value.isEmpty()) {
      return true;
    }
    List<Der> parts = value.get().children(Asn1.SEQUENCE, 2);
    return parts.size() == 2
        && Arrays.equals(parts.get(0).canonical(), signer.digestAlgorithm().canonical())
        && parts.get(1).is(0xa1)
        && Arrays.equals(
            Asn1.tlv(Asn1.SEQUENCE, Der.of(parts.get(1).canonical()).content()),
            signer.signatureAlgorithm().canonical());
  }

  /** Whether signingCertificate and signingCertificateV2 are absent or name this one (RFC 5035). */
  public boolean names(Certificate certificate, Jca jca) throws Asn1Exception {
    Optional<Der> second = one(Oids.SIGNING_CERTIFICATE_V2);
    if (second.isPresent() && !names(second.get(), certificate, null, jca)) {
      return false;
    }
    Optional<Der> first = one(Oids.SIGNING_CERTIFICATE);
    return first.isEmpty() || names(first.get(), certificate, Digests.SHA_1, jca);
  }

  private static boolean names(Der value, Certificate certificate, @Nullable Digests fixed, Jca jca)
      throws Asn1Exception {
    List<Der> all = value.children(Asn1.SEQUENCE, 1).getFirst().children(Asn1.SEQUENCE, 1);
    List<Der> id = all.getFirst().children(Asn1.SEQUENCE, 1);
    Digests digest = fixed == null ? Digests.SHA_256 : fixed;
    int at = 0;
    if (fixed == null && id.getFirst().is(Asn1.SEQUENCE)) {
      String oid = id.getFirst().children(Asn1.SEQUENCE, 1).getFirst().oid();
      digest =
          Digests.ofOid(oid).orElseThrow(() -> new Asn1Exception("a digest that is not known"));
      at = 1;
    }
    if (id.size() <= at) {
      throw new Asn1Exception("a signing certificate without its digest");
    }
    byte[] stated = id.get(at).expect(Asn1.OCTET_STRING).octets();
    if (!MessageDigest.isEqual(stated, jca.digest(digest.jca()).digest(certificate.encoded()))) {
      return false;
    }
    if (id.size() > at + 1) { // IssuerSerial
      List<Der> issuerSerial = id.get(at + 1).children(Asn1.SEQUENCE, 2);
      return issuerSerial.get(1).integer().equals(certificate.serial());
    }
    return true;
  }

  /**
   * The attributes that are the same in every signature of one signer: content type, algorithm
   * protection, signing certificate, and what else is given; each DER.
   */
  static List<byte[]> constant(
      SignatureScheme scheme, String contentType, Certificate signer, Jca jca, List<byte[]> more) {
    byte[] signatureIdentifier;
    try {
      signatureIdentifier = Der.of(scheme.signatureIdentifier()).content();
    } catch (Asn1Exception e) {
      throw new IllegalStateException("our own DER", e);
    }
    byte[] certificateId =
        Asn1.sequence(
            Asn1.octets(jca.digest(Digests.SHA_256.jca()).digest(signer.encoded())),
            Asn1.sequence(
                Asn1.sequence(Asn1.context(4, signer.issuerDer())), Asn1.integer(signer.serial())));
    List<byte[]> attributes = new ArrayList<>(more);
    attributes.add(attribute(Oids.CONTENT_TYPE, Asn1.oid(contentType)));
    attributes.add(
        attribute(
            Oids.ALGORITHM_PROTECTION,
            Asn1.sequence(scheme.digestIdentifier(), Asn1.context(1, signatureIdentifier))));
    attributes.add(
        attribute(Oids.SIGNING_CERTIFICATE_V2, Asn1.sequence(Asn1.sequence(certificateId))));
    return List.copyOf(attributes);
  }

  /** All attributes of one signature: DER of the SET OF. */
  static byte[] make(byte[] digest, Instant signingTime, List<byte[]> constant) {
    List<byte[]> attributes = new ArrayList<>(constant);
    attributes.add(attribute(Oids.MESSAGE_DIGEST, Asn1.octets(digest)));
    attributes.add(attribute(Oids.SIGNING_TIME, Asn1.time(signingTime)));
    return Asn1.setOf(attributes);
  }

  /**
   * Holds unsigned attributes to those that may stand there: what must be signed says nothing
   * outside (RFC 5652 §11, RFC 6211 §2, RFC 5035 §5.4, RFC 8551 §2.5, RFC 2634 §1.3.4).
   *
   * @throws Asn1Exception when one that must be signed is among them
   */
  public static void requireUnsigned(Der element) throws Asn1Exception {
    for (Der attribute : element.children()) {
      if (ONLY_SIGNED.contains(attribute.children(Asn1.SEQUENCE, 2).getFirst().oid())) {
        throw new Asn1Exception("an attribute outside the signature that must be signed");
      }
    }
  }

  public static byte[] attribute(String oid, byte[] value) {
    return Asn1.sequence(Asn1.oid(oid), Asn1.tlv(Asn1.SET, value));
  }

  /** Whether signed attributes may begin with this octet. */
  public static boolean mayBegin(int octet) {
    return octet == Asn1.SET;
  }

  /**
   * Whether octets could be taken for signed attributes (RFC 5652 §11 as content:
   * ForgedAttributes).
   */
  public static boolean looksLike(byte[] content) {
    if (content.length < 2 || content[0] != Asn1.SET) {
      return false;
    }
    try {
      for (Der attribute : Der.of(content).children()) {
        List<Der> parts = attribute.children(Asn1.SEQUENCE, 2);
        parts.get(0).oid();
        parts.get(1).expect(Asn1.SET);
      }
      return true;
    } catch (Asn1Exception e) {
      return false;
    }
  }
}
