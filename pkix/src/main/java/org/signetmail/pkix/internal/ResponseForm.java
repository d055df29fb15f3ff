package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.OcspResponse.Answer;
import org.signetmail.pkix.OcspResponse.Status;

/** BasicOCSPResponse (RFC 6960 §4.2.1), its answers kept by serial number. */
public final class ResponseForm {
  private static final int LARGEST = 4 << 20; // octets
  private static final int MOST_CERTIFICATES = 10;

  private final BasicOCSPResponse basic;
  private final byte[] signed;
  private final byte[] signature;
  private final Instant producedAt;
  private final Optional<X500Principal> responderName;
  private final List<Certificate> certificates;
  private final Map<BigInteger, List<Single>> answers = new HashMap<>();

  private record Single(CertID id, Answer answer) {}

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public ResponseForm(byte[] der) throws IOException {
    if (der.length > LARGEST) {
      throw new IOException("is larger than the " + (LARGEST >> 20) + " MiB of an OCSP response");
    }
    try {
      byte[] response = basic(OCSPResponse.getInstance(Asn1.parse(der)));
      basic = BasicOCSPResponse.getInstance(Asn1.parse(response));
      if (hasUnknownCritical(basic.getTbsResponseData().getResponseExtensions())) {
        throw new IOException("holds a condition that is not understood (RFC 6960 §4.4)");
      }
      signed = DerCursor.firstWithin(response);
      signature = basic.getSignature().getBytes();
      producedAt = time(basic.getTbsResponseData().getProducedAt());
      responderName = responderName(basic.getTbsResponseData().getResponderID());
      certificates = certificates(basic);
      for (ASN1Encodable element : basic.getTbsResponseData().getResponses()) {
        keep(SingleResponse.getInstance(element));
      }
    } catch (RuntimeException e) {
      throw new IOException("is not an OCSP response (RFC 6960 §4.2.1)", e);
    }
  }

  public Instant producedAt() {
    return producedAt;
  }

  /** Without its OCTET STRING; old responders left that out (RFC 9654 §2.1). */
  public Optional<byte[]> nonce() {
    Extensions extensions = basic.getTbsResponseData().getResponseExtensions();
    @Nullable Extension nonce =
        extensions == null
            ? null
            : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (nonce == null) {
      return Optional.empty();
    }
    byte[] value = nonce.getExtnValue().getOctets();
    try {
      return Asn1.parse(value) instanceof ASN1OctetString octets
          ? Optional.of(octets.getOctets().clone())
          : Optional.of(value.clone());
    } catch (IOException e) {
      return Optional.of(value.clone());
    }
  }

  public Set<BigInteger> serials() {
    return Set.copyOf(answers.keySet());
  }

  public Optional<Answer> about(Certificate certificate, Certificate issuer) {
    return answers.getOrDefault(certificate.serial(), List.of()).stream()
        .filter(single -> CertId.names(single.id, certificate, issuer))
        .map(Single::answer)
        .findFirst();
  }

  public List<Certificate> certificates() {
    return certificates;
  }

  public boolean names(Certificate responder) {
    ResponderID id = basic.getTbsResponseData().getResponderID();
    return id.getKeyHash() != null
        ? Arrays.equals(id.getKeyHash(), CertId.keyHash(responder))
        : responderName.equals(Optional.of(responder.x509().getSubjectX500Principal()));
  }

  public String signatureAlgorithm() {
    return basic.getSignatureAlgorithm().getAlgorithm().getId();
  }

  public Optional<byte[]> signatureParameters() {
    return Signing.parameters(basic.getSignatureAlgorithm());
  }

  public boolean isSignedBy(PublicKey key) {
    return Signing.holds(key, basic.getSignatureAlgorithm(), signed, signature);
  }

  /** The DER of the BasicOCSPResponse within. */
  private static byte[] basic(OCSPResponse outer) throws IOException {
    int status = outer.getResponseStatus().getIntValue();
    if (status != 0) {
      throw new IOException(
          switch (status) {
            case 1 -> "says malformedRequest (RFC 6960 §4.2.1)";
            case 2 -> "says internalError (RFC 6960 §4.2.1)";
            case 3 -> "says tryLater (RFC 6960 §4.2.1)";
            case 5 -> "says sigRequired (RFC 6960 §4.2.1)";
            case 6 -> "says unauthorized (RFC 6960 §4.2.1)";
            default -> "has the status " + status + ", which is not known (RFC 6960 §4.2.1)";
          });
    }
    @Nullable ResponseBytes bytes = outer.getResponseBytes();
    if (bytes == null
        || !bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
      throw new IOException("is not a basic OCSP response (RFC 6960 §4.2.1)");
    }
    return bytes.getResponse().getOctets();
  }

  private void keep(SingleResponse single) throws IOException {
    if (!hasUnknownCritical(single.getSingleExtensions())) {
      answers
          .computeIfAbsent(
              single.getCertID().getSerialNumber().getValue(), serial -> new ArrayList<>())
          .add(new Single(single.getCertID(), answer(single)));
    }
  }

  private static Answer answer(SingleResponse single) throws IOException {
    @Nullable ASN1GeneralizedTime next = single.getNextUpdate();
    Optional<Instant> nextUpdate = next == null ? Optional.empty() : Optional.of(time(next));
    Instant thisUpdate = time(single.getThisUpdate());
    return switch (single.getCertStatus().getTagNo()) {
      case 0 -> new Answer(Status.GOOD, Optional.empty(), thisUpdate, nextUpdate);
      case 1 -> {
        RevokedInfo info = RevokedInfo.getInstance(single.getCertStatus().getStatus());
        yield new Answer(
            Status.REVOKED, Optional.of(time(info.getRevocationTime())), thisUpdate, nextUpdate);
      }
      default -> new Answer(Status.UNKNOWN, Optional.empty(), thisUpdate, nextUpdate);
    };
  }

  private static Optional<X500Principal> responderName(ResponderID id) throws IOException {
    return id.getKeyHash() != null
        ? Optional.empty()
        : Optional.of(new X500Principal(id.getName().getEncoded()));
  }

  /** Those that can be read, and no more than a responder has use for. */
  private static List<Certificate> certificates(BasicOCSPResponse basic) throws IOException {
    List<Certificate> found = new ArrayList<>();
    if (basic.getCerts() != null) {
      for (ASN1Encodable element : basic.getCerts()) {
        if (found.size() < MOST_CERTIFICATES) {
          found.add(Certificate.of(element.toASN1Primitive().getEncoded("DER")));
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean hasUnknownCritical(@Nullable Extensions extensions) {
    if (extensions != null) {
      for (ASN1ObjectIdentifier oid : extensions.getCriticalExtensionOIDs()) {
        if (!oid.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Instant time(ASN1GeneralizedTime time) throws IOException {
    try {
      return time.getDate().toInstant();
    } catch (ParseException e) {
      throw new IOException("has a time that cannot be read (RFC 6960 §4.2.2.1)", e);
    }
  }
}
