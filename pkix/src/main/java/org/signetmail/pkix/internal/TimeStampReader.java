package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.TimeStampRejection.Failure;

/** Reads TimeStampResp and TimeStampToken (RFC 3161 §2.4.2). */
public final class TimeStampReader {
  private static final int LARGEST = 256 << 10; // octets
  private static final int MOST_CERTIFICATES = 20;
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  private final SignedData data;
  private final SignerInfo signerInfo;
  private final byte[] content;
  private final TSTInfo info;
  private final Instant time;
  private final List<Certificate> certificates = new ArrayList<>();

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public TimeStampReader(byte[] token) throws IOException {
    if (token.length > LARGEST) {
      throw new IOException("is larger than the " + (LARGEST >> 10) + " KiB of a time stamp");
    }
    try {
      ContentInfo outer = ContentInfo.getInstance(Asn1.parse(token));
      if (!outer.getContentType().equals(CMSObjectIdentifiers.signedData)) {
        throw new IOException("is not a time stamp token (RFC 3161 §2.4.2)");
      }
      data = SignedData.getInstance(outer.getContent());
      if (!data.getEncapContentInfo().getContentType().equals(PKCSObjectIdentifiers.id_ct_TSTInfo)
          || data.getSignerInfos().size() != 1) {
        throw new IOException("is not a time stamp token with one signer (RFC 3161 §2.4.2)");
      }
      signerInfo = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
      content = ASN1OctetString.getInstance(data.getEncapContentInfo().getContent()).getOctets();
      info = TSTInfo.getInstance(Asn1.parse(content));
      time = info.getGenTime().getDate().toInstant();
      readCertificates();
    } catch (RuntimeException | ParseException e) {
      throw new IOException("is not a time stamp token (RFC 3161 §2.4.2)", e);
    }
  }

  /** A response begins with a status where a token has its type. */
  public static boolean isResponse(byte[] octets) {
    try {
      return octets.length <= LARGEST
          && ASN1Sequence.getInstance(Asn1.parse(octets)).getObjectAt(0) instanceof ASN1Sequence;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * The token of a TimeStampResp.
   *
   * @throws IOException saying in a phrase what is wrong, or why the authority refused
   */
  public static byte[] granted(byte[] response) throws IOException {
    if (response.length > LARGEST) {
      throw new IOException("is larger than the " + (LARGEST >> 10) + " KiB of a time stamp");
    }
    try {
      ASN1Sequence parts = ASN1Sequence.getInstance(Asn1.parse(response));
      ASN1Sequence status = ASN1Sequence.getInstance(parts.getObjectAt(0));
      int code = ASN1Integer.getInstance(status.getObjectAt(0)).intValueExact();
      if (code > 1) { // granted, grantedWithMods
        throw new IOException("was refused by the time stamping authority" + reason(status));
      }
      if (parts.size() < 2) {
        throw new IOException("holds no time stamp (RFC 3161 §2.4.2)");
      }
      return parts.getObjectAt(1).toASN1Primitive().getEncoded();
    } catch (RuntimeException e) {
      throw new IOException("is not a time stamp response (RFC 3161 §2.4.2)", e);
    }
  }

  public Instant time() {
    return time;
  }

  public Optional<Duration> accuracy() {
    Accuracy accuracy = info.getAccuracy();
    if (accuracy == null) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofSeconds(value(accuracy.getSeconds()))
            .plusMillis(value(accuracy.getMillis()))
            .plusNanos(1000L * value(accuracy.getMicros())));
  }

  public BigInteger serial() {
    return info.getSerialNumber().getValue();
  }

  public String policy() {
    return info.getPolicy().getId();
  }

  public Optional<BigInteger> nonce() {
    return Optional.ofNullable(info.getNonce()).map(ASN1Integer::getValue);
  }

  public String digestAlgorithm() {
    return info.getMessageImprint().getHashAlgorithm().getAlgorithm().getId();
  }

  public byte[] digest() {
    return info.getMessageImprint().getHashedMessage();
  }

  public boolean isOrdered() {
    return info.getOrdering() != null && info.getOrdering().isTrue();
  }

  public List<Certificate> certificates() {
    return List.copyOf(certificates);
  }

  public Optional<Certificate> signer(List<Certificate> others) {
    List<Certificate> all = new ArrayList<>(certificates);
    all.addAll(others);
    try {
      ASN1Set attributes = signerInfo.getAuthenticatedAttributes();
      if (attributes == null || !digestHolds(new AttributeTable(attributes))) {
        return Optional.empty();
      }
      AttributeTable table = new AttributeTable(attributes);
      byte[] signed = attributes.getEncoded("DER");
      return all.stream()
          .filter(certificate -> mayStamp(certificate) && isNamed(certificate, table))
          .filter(certificate ->
              Signing.holds(
                  certificate.publicKey(),
                  signatureAlgorithm(),
                  signed,
                  signerInfo.getEncryptedDigest().getOctets()))
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private boolean digestHolds(AttributeTable table) throws IOException {
    Attribute type = one(table, CMSAttributes.contentType);
    Attribute digest = one(table, CMSAttributes.messageDigest);
    String algorithm = signerInfo.getDigestAlgorithm().getAlgorithm().getId();
    return PKCSObjectIdentifiers.id_ct_TSTInfo.equals(type.getAttrValues().getObjectAt(0))
        && MessageDigest.isEqual(
            ASN1OctetString.getInstance(digest.getAttrValues().getObjectAt(0)).getOctets(),
            digest(algorithm, content));
  }

  /** Many name RSA alone, and mean PKCS #1 v1.5 with the digest beside it (RFC 3370 §3.2). */
  private AlgorithmIdentifier signatureAlgorithm() {
    AlgorithmIdentifier algorithm = signerInfo.getDigestEncryptionAlgorithm();
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return algorithm;
    }
    ASN1ObjectIdentifier digest = signerInfo.getDigestAlgorithm().getAlgorithm();
    return new AlgorithmIdentifier(
        switch (digest.getId()) {
          case "2.16.840.1.101.3.4.2.2" -> PKCSObjectIdentifiers.sha384WithRSAEncryption;
          case "2.16.840.1.101.3.4.2.3" -> PKCSObjectIdentifiers.sha512WithRSAEncryption;
          default -> PKCSObjectIdentifiers.sha256WithRSAEncryption;
        },
        DERNull.INSTANCE);
  }

  /** RFC 3161 §2.3, and in time when it stamped. */
  private boolean mayStamp(Certificate certificate) {
    return certificate.extendedKeyUsage().equals(List.of(TIME_STAMPING))
        && certificate.x509().getCriticalExtensionOIDs().contains(Extensions.EXTENDED_KEY_USAGE)
        && !time.isBefore(certificate.notBefore())
        && !time.isAfter(certificate.notAfter());
  }

  /** The first certificate that the attribute names is the signer's (RFC 5816 §2.2.1). */
  private static boolean isNamed(Certificate certificate, AttributeTable table) {
    Attribute second = table.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (second != null) {
      ESSCertIDv2 id =
          SigningCertificateV2.getInstance(second.getAttrValues().getObjectAt(0)).getCerts()[0];
      return MessageDigest.isEqual(
          id.getCertHash(),
          digestOf(id.getHashAlgorithm().getAlgorithm().getId(), certificate.encoded()));
    }
    Attribute first = table.get(PKCSObjectIdentifiers.id_aa_signingCertificate);
    if (first == null) {
      return false;
    }
    ESSCertID id =
        SigningCertificate.getInstance(first.getAttrValues().getObjectAt(0)).getCerts()[0];
    return MessageDigest.isEqual(
        id.getCertHash(), TimeStampDraft.digest("SHA-1", certificate.encoded()));
  }

  private void readCertificates() throws IOException {
    if (data.getCertificates() == null) {
      return;
    }
    if (data.getCertificates().size() > MOST_CERTIFICATES) {
      throw new IOException("carries more than " + MOST_CERTIFICATES + " certificates");
    }
    for (ASN1Encodable one : data.getCertificates()) {
      if (one.toASN1Primitive() instanceof ASN1Sequence certificate) {
        certificates.add(Certificate.of(certificate.getEncoded("DER")));
      }
    }
  }

  private static Attribute one(AttributeTable table, ASN1ObjectIdentifier oid) throws IOException {
    if (table.getAll(oid).size() != 1 || table.get(oid).getAttrValues().size() != 1) {
      throw new IOException("lacks an attribute or has it twice (RFC 5652 §11)");
    }
    return table.get(oid);
  }

  private static byte[] digestOf(String oid, byte[] octets) {
    try {
      return digest(oid, octets);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static byte[] digest(String oid, byte[] octets) throws IOException {
    String name =
        org.signetmail.pkix.TimeStampRequest.DigestAlgorithm.ofOid(oid)
            .map(org.signetmail.pkix.TimeStampRequest.DigestAlgorithm::jca)
            .orElseThrow(() -> new IOException("has a digest that does not count"));
    return TimeStampDraft.digest(name, octets);
  }

  private static long value(@org.jspecify.annotations.Nullable ASN1Integer part) {
    return part == null ? 0 : part.longValueExact();
  }

  /** What PKIStatusInfo says of it: text, and the name of the failure. */
  private static String reason(ASN1Sequence status) {
    StringBuilder reason = new StringBuilder();
    for (int i = 1; i < status.size(); i++) {
      if (status.getObjectAt(i) instanceof ASN1Sequence texts
          && texts.size() > 0
          && texts.getObjectAt(0) instanceof ASN1String text) {
        String shown = text.getString();
        reason.append(": ").append(shown, 0, Math.min(200, shown.length()));
      } else if (status.getObjectAt(i) instanceof ASN1BitString bits) {
        for (Failure failure : Failure.values()) {
          int octet = failure.bit() / 8;
          byte[] octets = bits.getBytes();
          if (octet < octets.length && (octets[octet] & 0x80 >> failure.bit() % 8) != 0) {
            reason
                .append(" (")
                .append(failure.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .append(')');
          }
        }
      }
    }
    return reason.toString();
  }
}
