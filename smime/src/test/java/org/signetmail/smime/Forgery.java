package org.signetmail.smime;

import static org.signetmail.smime.internal.cms.SignedAttributes.attribute;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * SignedData with one signer, right in everything until something is changed; what is signed is
 * signed after the change, so that nothing else is wrong.
 */
final class Forgery {
  private final PrivateKey key;
  private final Certificate certificate;
  private final String content;
  private final Map<String, byte[]> attributes = new LinkedHashMap<>();
  private final List<byte[]> more = new ArrayList<>();
  private List<Certificate> certificates;
  private byte[] unsigned = {};
  private byte[] digestAlgorithm = Asn1.algorithm(Oids.SHA256);
  private byte[] signatureAlgorithm = Asn1.algorithm(Oids.ECDSA_SHA256);
  private String jca = "SHA256withECDSA";
  private String contentType = Oids.DATA;
  private boolean isInOrder = true;

  Forgery(PrivateKey key, Certificate certificate, String content) {
    this.key = key;
    this.certificate = certificate;
    this.content = content;
    this.certificates = List.of(certificate);
    attributes.put(Oids.CONTENT_TYPE, Asn1.oid(Oids.DATA));
    attributes.put(Oids.SIGNING_TIME, Asn1.time(People.NOW));
    attributes.put(Oids.MESSAGE_DIGEST, Asn1.octets(digest("SHA-256", bytes(content))));
  }

  static Forgery of(SigningIdentity signer, String content) {
    return new Forgery(signer.key().privateKey(SecretAccess.TOKEN), signer.certificate(), content);
  }

  Forgery saying(String oid, byte[] value) {
    attributes.put(oid, value);
    return this;
  }

  Forgery without(String oid) {
    attributes.remove(oid);
    return this;
  }

  /** One attribute more, whole. */
  Forgery adding(byte[] attribute) {
    more.add(attribute);
    return this;
  }

  Forgery addingUnsigned(byte[] attribute) {
    unsigned = Asn1.context(1, attribute);
    return this;
  }

  Forgery carrying(Certificate... others) {
    certificates = List.of(others);
    return this;
  }

  Forgery ofType(String oid) {
    contentType = oid;
    return this;
  }

  Forgery stating(byte[] digest, byte[] signature) {
    digestAlgorithm = digest;
    signatureAlgorithm = signature;
    return this;
  }

  Forgery signedWith(String name) {
    jca = name;
    return this;
  }

  /** As some programs send them: signed as they stand, not as DER sorts a SET OF. */
  Forgery unsorted() {
    isInOrder = false;
    return this;
  }

  /** The ContentInfo. */
  byte[] detached() {
    return contentInfo(Asn1.sequence(Asn1.oid(contentType)));
  }

  byte[] opaque() {
    return contentInfo(
        Asn1.sequence(Asn1.oid(contentType), Asn1.context(0, Asn1.octets(bytes(content)))));
  }

  private byte[] contentInfo(byte[] encapsulated) {
    byte[] signed = signedAttributes();
    byte[] signature = sign(signed);
    signed[0] = (byte) 0xa0;
    byte[] info =
        Asn1.sequence(
            Asn1.integer(1),
            certificate.issuerAndSerialNumber(),
            digestAlgorithm,
            signed,
            signatureAlgorithm,
            Asn1.octets(signature),
            unsigned);
    return Asn1.sequence(
        Asn1.oid(Oids.SIGNED_DATA),
        Asn1.context(
            0,
            Asn1.sequence(
                Asn1.integer(1),
                Asn1.tlv(Asn1.SET, digestAlgorithm),
                encapsulated,
                Asn1.context(
                    0, Asn1.sorted(certificates.stream().map(Certificate::encoded).toList())),
                Asn1.tlv(Asn1.SET, info))));
  }

  private byte[] signedAttributes() {
    List<byte[]> all = new ArrayList<>(more);
    attributes.forEach((oid, value) -> all.add(attribute(oid, value)));
    byte[] sorted = Asn1.setOf(all);
    if (isInOrder) {
      return sorted;
    }
    byte[] reversed = Asn1.tlv(Asn1.SET, all.reversed().toArray(byte[][]::new));
    return java.util.Arrays.equals(sorted, reversed)
        ? Asn1.tlv(Asn1.SET, all.toArray(byte[][]::new))
        : reversed;
  }

  private byte[] sign(byte[] octets) {
    try {
      Signature signature = Signature.getInstance(jca);
      signature.initSign(key);
      signature.update(octets);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] digest(String name, byte[] octets) {
    try {
      return MessageDigest.getInstance(name).digest(octets);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
