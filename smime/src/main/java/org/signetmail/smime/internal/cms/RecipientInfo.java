package org.signetmail.smime.internal.cms;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * For whom a content-encryption key is wrapped, and how (RFC 5652 §6.2): one value for each
 * recipient, also where several share one structure.
 */
public sealed interface RecipientInfo {
  /** The word in profiles for how the key is managed. */
  String method();

  /** KeyTransRecipientInfo: RSA. */
  record Transport(
      EntityIdentifier recipient, String algorithm, List<Der> identifier, byte[] encryptedKey)
      implements RecipientInfo, Addressed {
    @Override
    public String method() {
      return switch (algorithm) {
        case Oids.RSA -> "rsa-pkcs1";
        case Oids.RSA_OAEP -> "rsa-oaep";
        default -> algorithm;
      };
    }
  }

  /** KeyAgreeRecipientInfo with an ephemeral key of the originator (RFC 5753, RFC 8418). */
  record Agreement(
      EntityIdentifier recipient,
      String algorithm,
      Der wrap,
      byte[] originator,
      byte[] ukm,
      byte[] encryptedKey)
      implements RecipientInfo, Addressed {
    @Override
    public String method() {
      return switch (algorithm) {
        case Oids.ECDH_SHA1, Oids.ECDH_SHA256, Oids.ECDH_SHA384, Oids.ECDH_SHA512 -> "ecdh";
        case Oids.ECDH_HKDF_SHA256, Oids.ECDH_HKDF_SHA384, Oids.ECDH_HKDF_SHA512 -> "ecdh-hkdf";
        default -> algorithm;
      };
    }
  }

  /** KEMRecipientInfo (RFC 9629). */
  record Encapsulation(
      EntityIdentifier recipient,
      String kem,
      byte[] ciphertext,
      Der kdf,
      int kekLength,
      byte[] ukm,
      Der wrap,
      byte[] encryptedKey)
      implements RecipientInfo, Addressed {
    @Override
    public String method() {
      return KemAlgorithm.ofOid(kem).map(KemAlgorithm::word).orElse(kem);
    }
  }

  /**
   * PasswordRecipientInfo with PBKDF2 and the wrap of RFC 3211.
   *
   * @param function HMAC of PBKDF2, as Java names it
   */
  record Password(
      String function,
      byte[] salt,
      int iterations,
      ContentCipher cipher,
      byte[] iv,
      byte[] encryptedKey)
      implements RecipientInfo {
    @Override
    public String method() {
      return "password";
    }
  }

  /** A kind that is not opened here: shared key, a password used in another way, another. */
  record Other(String method) implements RecipientInfo {}

  /** One who is named by a certificate. */
  sealed interface Addressed extends RecipientInfo permits Transport, Agreement, Encapsulation {
    EntityIdentifier recipient();
  }

  static List<RecipientInfo> of(Der info) throws Asn1Exception {
    return switch (info.tag()) {
      case Asn1.SEQUENCE -> List.of(transport(info.children(Asn1.SEQUENCE, 4)));
      case 0xa1 -> agreement(info.children());
      case 0xa2 -> List.of(new Other("shared-key"));
      case 0xa3 -> List.of(password(info.children()));
      case 0xa4 -> List.of(other(info.children()));
      default -> List.of(new Other("unknown"));
    };
  }

  private static RecipientInfo transport(List<Der> parts) throws Asn1Exception {
    List<Der> identifier = parts.get(2).children(Asn1.SEQUENCE, 1);
    return new Transport(
        EntityIdentifier.of(parts.get(1)),
        identifier.getFirst().oid(),
        identifier,
        parts.get(3).octets());
  }

  private static List<RecipientInfo> agreement(List<Der> parts) throws Asn1Exception {
    int at = 1;
    Der originator = at < parts.size() ? parts.get(at++) : missing();
    byte[] ukm = new byte[0];
    if (at < parts.size() && parts.get(at).is(0xa1)) {
      ukm = parts.get(at++).children().getFirst().octets();
    }
    if (parts.size() < at + 2) {
      missing();
    }
    List<Der> identifier = parts.get(at).children(Asn1.SEQUENCE, 1);
    List<Der> origin = originator.expect(0xa0).children();
    boolean isEphemeral = !origin.isEmpty() && origin.getFirst().is(0xa1);
    List<RecipientInfo> all = new ArrayList<>();
    for (Der key : parts.get(at + 1).children(Asn1.SEQUENCE, 0)) {
      List<Der> pair = key.children(Asn1.SEQUENCE, 2);
      if (!isEphemeral || identifier.size() < 2) {
        all.add(new Other("static-ecdh"));
        continue;
      }
      all.add(
          new Agreement(
              EntityIdentifier.of(pair.get(0)),
              identifier.getFirst().oid(),
              identifier.get(1),
              origin.getFirst().children().getLast().bits(),
              ukm,
              pair.get(1).octets()));
    }
    return all;
  }

  private static RecipientInfo password(List<Der> parts) throws Asn1Exception {
    return PasswordWrap.reading(parts)
        .<RecipientInfo>map(p -> p)
        .orElseGet(() -> new Other("password"));
  }

  private static RecipientInfo other(List<Der> parts) throws Asn1Exception {
    if (parts.size() < 2 || !parts.get(0).oid().equals(Oids.ORI_KEM)) {
      return new Other("unknown");
    }
    List<Der> kem = parts.get(1).children(Asn1.SEQUENCE, 8);
    int at = 6;
    byte[] ukm = new byte[0];
    if (kem.get(at).is(0xa0)) {
      ukm = kem.get(at++).children().getFirst().octets();
    }
    if (kem.size() < at + 2) {
      missing();
    }
    return new Encapsulation(
        EntityIdentifier.of(kem.get(1)),
        kem.get(2).children(Asn1.SEQUENCE, 1).getFirst().oid(),
        kem.get(3).octets(),
        kem.get(4),
        kem.get(5).smallInteger(),
        ukm,
        kem.get(at),
        kem.get(at + 1).octets());
  }

  private static Der missing() throws Asn1Exception {
    throw new Asn1Exception("a recipient with too few parts");
  }
}
