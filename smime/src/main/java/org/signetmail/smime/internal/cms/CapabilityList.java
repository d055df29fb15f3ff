package org.signetmail.smime.internal.cms;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** The entries of SMIMECapabilities (RFC 8551 §2.5.2) and the words that profiles have for them. */
public final class CapabilityList {
  /** RSAES-OAEP with SHA-256 as RFC 3560 §5 prints it, which lacks the tags of its own module. */
  private static final byte[] OAEP_AS_PRINTED =
      HexFormat.of()
          .parseHex(
              "303806092a864886f70d010107302b300d06096086480165030402010500"
                  + "301a06092a864886f70d010108300d06096086480165030402010500");

  private CapabilityList() {}

  /** The entry that announces what the word stands for; empty when nothing announces it. */
  public static Optional<byte[]> entry(String word) {
    return switch (word) {
      case "rsa-oaep" -> Optional.of(KeyWrap.oaepIdentifier());
      case "rsa-kem" -> Optional.of(Asn1.algorithm(Oids.RSA_KEM_SPKI)); // RFC 9690 §2.4
      case "cek-hkdf-sha256" -> Optional.of(Asn1.algorithm(Oids.CEK_HKDF_SHA256)); // RFC 9709 §4
      default ->
          ContentCipher.ofWord(word)
              .map(ContentCipher::oid)
              .or(() -> KemAlgorithm.ofWord(word).map(KemAlgorithm::oid))
              .map(Asn1::algorithm);
    };
  }

  /**
   * What an entry announces. Entries with parameters count only where we would use those
   * parameters: OAEP with SHA-256, and RSA-KEM as it is made here.
   */
  public static Optional<String> word(Der capability) throws Asn1Exception {
    List<Der> parts = capability.children(Asn1.SEQUENCE, 1);
    String oid = parts.getFirst().oid();
    return switch (oid) {
      case Oids.RSA_OAEP -> {
        byte[] entry = capability.canonical();
        boolean isOurs =
            Arrays.equals(entry, KeyWrap.oaepIdentifier()) || Arrays.equals(entry, OAEP_AS_PRINTED);
        yield isOurs ? Optional.of("rsa-oaep") : Optional.empty();
      }
      case Oids.RSA_KEM_SPKI -> parts.size() == 1 ? Optional.of("rsa-kem") : Optional.empty();
      case Oids.KEM_RSA -> Optional.empty(); // announced by the identifier above
      case Oids.CEK_HKDF_SHA256 -> Optional.of("cek-hkdf-sha256");
      default ->
          ContentCipher.ofOid(oid)
              .map(ContentCipher::word)
              .or(() -> KemAlgorithm.ofOid(oid).map(KemAlgorithm::word));
    };
  }
}
