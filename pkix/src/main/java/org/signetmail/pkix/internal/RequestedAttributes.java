package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.RequestedContent.WrappingKey;

/** Attributes of a request that are no extensions. Each stands once, with one value. */
final class RequestedAttributes {
  private static final ASN1ObjectIdentifier DECRYPT_KEY_ID =
      PKCSObjectIdentifiers.id_aa.branch("37"); // RFC 4108 §2.2.5
  private static final ASN1ObjectIdentifier ASYMMETRIC_DECRYPT_KEY_ID =
      PKCSObjectIdentifiers.id_aa.branch("54"); // RFC 7030 §4.4.1.2

  private RequestedAttributes() {}

  static @Nullable String password(PKCS10CertificationRequest request) throws IOException {
    ASN1Encodable value = one(request, PKCSObjectIdentifiers.pkcs_9_at_challengePassword);
    if (value == null) {
      return null;
    }
    if (value.toASN1Primitive() instanceof ASN1String text) {
      return text.getString();
    }
    throw new IOException("has a challenge password that is no text (RFC 2985 §5.4.1)");
  }

  static Optional<WrappingKey> wrappingKey(PKCS10CertificationRequest request) throws IOException {
    ASN1Encodable shared = one(request, DECRYPT_KEY_ID);
    ASN1Encodable certified = one(request, ASYMMETRIC_DECRYPT_KEY_ID);
    if (shared != null && certified != null) {
      throw new IOException("names two keys to encrypt the made one to (RFC 7030 §4.4.1)");
    }
    if (shared != null) {
      return Optional.of(new WrappingKey.Shared(octets(shared)));
    }
    return certified == null
        ? Optional.empty()
        : Optional.of(new WrappingKey.OfCertificate(octets(certified)));
  }

  private static byte[] octets(ASN1Encodable value) throws IOException {
    if (value.toASN1Primitive() instanceof ASN1OctetString octets) {
      return octets.getOctets();
    }
    throw new IOException("has a key identifier that is no OCTET STRING (RFC 7030 §4.4.1.2)");
  }

  private static @Nullable ASN1Encodable one(
      PKCS10CertificationRequest request, ASN1ObjectIdentifier type) throws IOException {
    Attribute[] found = request.getAttributes(type);
    if (found.length == 0) {
      return null;
    }
    if (found.length > 1 || found[0].getAttrValues().size() != 1) {
      throw new IOException("has an attribute twice that stands once (RFC 2985 §5.4)");
    }
    return found[0].getAttrValues().getObjectAt(0);
  }
}
