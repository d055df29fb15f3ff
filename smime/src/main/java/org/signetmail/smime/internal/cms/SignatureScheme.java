package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * How one SignerInfo signs: the digest of the content and the signature over the attributes (RFC
 * 5754, RFC 4056, RFC 8419, RFC 9882, RFC 9814), as it stands in the message and as Java calls it.
 *
 * @param name for people and JSON: {@code ecdsa-with-SHA256}
 * @param family the word in profiles: {@code rsa}, {@code rsa-pss}, {@code ecdsa}, {@code ed25519}…
 * @param digestIdentifier AlgorithmIdentifier, DER
 * @param signatureIdentifier AlgorithmIdentifier, DER
 */
public record SignatureScheme(
    String name,
    String family,
    Digests digest,
    byte[] digestIdentifier,
    byte[] signatureIdentifier,
    String jca,
    @Nullable AlgorithmParameterSpec parameters) {

  /** How a key signs under a profile, or empty when the profile has no way for it. */
  public static Optional<SignatureScheme> making(PublicKey key, CryptoProfile profile) {
    List<String> families = profile.making(CryptoProfile.Area.SIGNATURE);
    List<Digests> digests =
        profile.making(CryptoProfile.Area.DIGEST).stream()
            .flatMap(word -> Arrays.stream(Digests.values()).filter(d -> d.word().equals(word)))
            .toList();
    return switch (key.getAlgorithm()) {
      case "RSA", "RSASSA-PSS" -> {
        if (digests.isEmpty() || Keys.rsaBits(key) < profile.makingRsaBits()) {
          yield Optional.empty();
        }
        boolean onlyPss = key.getAlgorithm().equals("RSASSA-PSS");
        yield families.stream()
            .filter(f -> f.equals("rsa-pss") || (f.equals("rsa") && !onlyPss))
            .findFirst()
            .map(f ->
                f.equals("rsa") ? makingRsa(digests.getFirst()) : makingPss(digests.getFirst()));
      }
      case "EC", "ECDSA" -> {
        int strength = Math.min(Keys.ecBits(key), 512);
        yield families.contains("ecdsa") && Keys.ecBits(key) >= profile.makingEcBits()
            ? digests.stream()
                .filter(d -> digestBits(d) >= strength && ecdsaOid(d).isPresent())
                .findFirst()
                .map(d ->
                    ecdsa(d, Asn1.algorithm(d.oid()), Asn1.algorithm(ecdsaOid(d).orElseThrow())))
            : Optional.empty();
      }
      default ->
          makingByKeyOid(Keys.algorithmOid(key))
              .filter(s ->
                  families.contains(s.family())
                      && digests.stream().anyMatch(d -> d.word().equals(s.digest().word())));
    };
  }

  private static int digestBits(Digests digest) {
    return switch (digest) {
      case SHA_256 -> 256;
      case SHA_384 -> 384;
      case SHA_512 -> 512;
      default -> 0;
    };
  }

  private static Optional<String> ecdsaOid(Digests digest) {
    return switch (digest) {
      case SHA_256 -> Optional.of(Oids.ECDSA_SHA256);
      case SHA_384 -> Optional.of(Oids.ECDSA_SHA384);
      case SHA_512 -> Optional.of(Oids.ECDSA_SHA512);
      default -> Optional.empty();
    };
  }

  private static SignatureScheme makingRsa(Digests digest) {
    return new SignatureScheme(
        digest.inSignature().toLowerCase(Locale.ROOT) + "WithRSAEncryption",
        "rsa",
        digest,
        Asn1.algorithm(digest.oid()),
        Asn1.algorithm(Oids.RSA, Asn1.nul()),
        digest.inSignature() + "withRSA",
        null);
  }

  private static Optional<SignatureScheme> makingByKeyOid(String oid) {
    return switch (oid) {
      case Oids.ED25519, Oids.ML_DSA_44, Oids.ML_DSA_65, Oids.ML_DSA_87 ->
          Optional.of(pure(oid, Digests.SHA_512, Asn1.algorithm(Oids.SHA512), Asn1.algorithm(oid)));
      case Oids.ED448 ->
          Optional.of(
              pure(
                  oid,
                  Digests.SHAKE_256_LENGTH,
                  Asn1.algorithm(Oids.SHAKE256_LENGTH, Asn1.integer(512)),
                  Asn1.algorithm(oid)));
      default ->
          SlhDsa.ofOid(oid)
              .map(a -> SlhDsa.scheme(a, SlhDsa.digest(a), Asn1.algorithm(SlhDsa.digest(a).oid())));
    };
  }

  private static SignatureScheme makingPss(Digests digest) {
    byte[] hash = Asn1.algorithm(digest.oid(), Asn1.nul());
    int salt = digestBits(digest) / 8;
    byte[] parameters =
        Asn1.sequence(
            Asn1.context(0, hash),
            Asn1.context(1, Asn1.algorithm(Oids.MGF1, hash)),
            Asn1.context(2, Asn1.integer(salt)));
    return pss(
        digest,
        Asn1.algorithm(digest.oid()),
        Asn1.algorithm(Oids.RSA_PSS, parameters),
        digest,
        salt);
  }

  private static SignatureScheme pss(
      Digests digest, byte[] digestId, byte[] signatureId, Digests mask, int salt) {
    return new SignatureScheme(
        "RSASSA-PSS with " + digest.inSignature(),
        "rsa-pss",
        digest,
        digestId,
        signatureId,
        "RSASSA-PSS",
        new PSSParameterSpec(digest.jca(), "MGF1", new MGF1ParameterSpec(mask.jca()), salt, 1));
  }

  private static SignatureScheme ecdsa(Digests digest, byte[] digestId, byte[] signatureId) {
    return new SignatureScheme(
        "ecdsa-with-" + digest.inSignature(),
        "ecdsa",
        digest,
        digestId,
        signatureId,
        digest.inSignature() + "withECDSA",
        null);
  }

  /** Read in old mail, never made (RFC 3370 §3.1). */
  private static SignatureScheme dsa(Digests digest, byte[] digestId, byte[] signatureId) {
    return new SignatureScheme(
        "dsa-with-" + digest.inSignature(),
        "dsa",
        digest,
        digestId,
        signatureId,
        digest.inSignature() + "withDSA",
        null);
  }

  private static SignatureScheme pure(
      String oid, Digests digest, byte[] digestId, byte[] signatureId) {
    String name =
        switch (oid) {
          case Oids.ED25519 -> "Ed25519";
          case Oids.ED448 -> "Ed448";
          case Oids.ML_DSA_44 -> "ML-DSA-44";
          case Oids.ML_DSA_65 -> "ML-DSA-65";
          default -> "ML-DSA-87";
        };
    return new SignatureScheme(
        name, name.toLowerCase(Locale.ROOT), digest, digestId, signatureId, name, null);
  }

  /**
   * How a SignerInfo says that it was signed.
   *
   * @throws Asn1Exception when the identifiers are not understood, or the digest of the signature
   *     is another than that of the content (RFC 8933 §3)
   */
  public static SignatureScheme reading(Der digestIdentifier, Der signatureIdentifier)
      throws Asn1Exception {
    String digestOid = digestIdentifier.children(Asn1.SEQUENCE, 1).getFirst().oid();
    Digests digest =
        Digests.ofOid(digestOid)
            .orElseThrow(
                () -> new Asn1Exception("digest algorithm " + digestOid + " is not known"));
    List<Der> parts = signatureIdentifier.children(Asn1.SEQUENCE, 1);
    String oid = parts.getFirst().oid();
    byte[] digestId = digestIdentifier.canonical();
    byte[] signatureId = signatureIdentifier.canonical();
    return switch (oid) {
      case Oids.RSA -> rsa(digest, digest, digestId, signatureId);
      case Oids.SHA1_RSA -> rsa(Digests.SHA_1, digest, digestId, signatureId);
      case Oids.SHA256_RSA -> rsa(Digests.SHA_256, digest, digestId, signatureId);
      case Oids.SHA384_RSA -> rsa(Digests.SHA_384, digest, digestId, signatureId);
      case Oids.SHA512_RSA -> rsa(Digests.SHA_512, digest, digestId, signatureId);
      case Oids.RSA_PSS -> {
        PssParameters pss = PssParameters.reading(parts);
        yield pss(same(pss.hash(), digest), digestId, signatureId, pss.mask(), pss.salt());
      }
      case Oids.DSA -> dsa(digest, digestId, signatureId);
      case Oids.DSA_SHA1 -> dsa(same(Digests.SHA_1, digest), digestId, signatureId);
      case Oids.EC_PUBLIC_KEY -> ecdsa(digest, digestId, signatureId);
      case Oids.ECDSA_SHA1 -> ecdsa(same(Digests.SHA_1, digest), digestId, signatureId);
      case Oids.ECDSA_SHA256 -> ecdsa(same(Digests.SHA_256, digest), digestId, signatureId);
      case Oids.ECDSA_SHA384 -> ecdsa(same(Digests.SHA_384, digest), digestId, signatureId);
      case Oids.ECDSA_SHA512 -> ecdsa(same(Digests.SHA_512, digest), digestId, signatureId);
      case Oids.ED25519, Oids.ED448, Oids.ML_DSA_44, Oids.ML_DSA_65, Oids.ML_DSA_87 ->
          pure(oid, digest, digestId, signatureId);
      default -> {
        Optional<KeyAlgorithm> slhDsa = SlhDsa.ofOid(oid).filter(a -> parts.size() == 1);
        if (slhDsa.isEmpty()) {
          throw new Asn1Exception("signature algorithm " + oid + " is not known");
        }
        yield SlhDsa.scheme(slhDsa.get(), digest, digestId);
      }
    };
  }

  private static SignatureScheme rsa(
      Digests signed, Digests digest, byte[] digestId, byte[] signatureId) throws Asn1Exception {
    same(signed, digest);
    String name =
        switch (digest) {
          case SHA_1, SHA_224, SHA_256, SHA_384, SHA_512 ->
              digest.inSignature().toLowerCase(Locale.ROOT) + "WithRSAEncryption";
          default -> digest.inSignature() + "withRSA";
        };
    return new SignatureScheme(
        name, "rsa", digest, digestId, signatureId, digest.inSignature() + "withRSA", null);
  }

  private static Digests same(Digests ofSignature, Digests ofContent) throws Asn1Exception {
    if (ofSignature != ofContent) {
      throw new Asn1Exception("the signature digests with another algorithm than the content");
    }
    return ofContent;
  }

  public byte[] sign(Jca jca, PrivateKey key, SecureRandom random, byte[] data)
      throws GeneralSecurityException {
    if (this.jca.equals(SlhDsa.NAME)) {
      return SlhDsa.sign(key, random, data);
    }
    return PostQuantum.signs(key)
        ? PostQuantum.sign(key, random, data)
        : jca.sign(this.jca, parameters, key, random, data);
  }

  public boolean verify(Jca jca, PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    return this.jca.equals(SlhDsa.NAME)
        ? SlhDsa.verify(key, data, signature)
        : jca.verify(this.jca, parameters, key, data, signature);
  }
}
