package org.signetmail.web.acme;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;
import org.signetmail.pkix.KeyId;

/**
 * A public key as JSON has it (RFC 7517), of a kind and strength that signs requests here: P-256
 * with ES256, P-384 with ES384, Ed25519 with EdDSA, RSA of 2048 to 4096 bits with RS256. A key
 * signs with its one algorithm and no other.
 */
public record AccountJwk(JWK jwk, JWSAlgorithm algorithm, PublicKey publicKey) {
  /** As problem documents list them (RFC 8555 §6.2). */
  static final List<String> ALGORITHMS = List.of("ES256", "ES384", "EdDSA", "RS256");

  private static final byte[] ED25519_PREFIX =
      HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 §10.1, then the 32 octets
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 4096;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  /**
   * The key that these members of a JWK are.
   *
   * @throws Refusal {@code badPublicKey}: of no such kind or strength, or a private key
   */
  public static AccountJwk of(Map<String, Object> members) throws Refusal {
    JWK jwk;
    try {
      jwk = JWK.parse(members);
    } catch (ParseException | RuntimeException e) {
      throw bad("jwk is no public key (RFC 7517 §4)");
    }
    if (jwk.isPrivate()) {
      throw bad("jwk holds a private key, which is known to others now; make another");
    }
    try {
      return switch (jwk) {
        case ECKey key when Curve.P_256.equals(key.getCurve()) ->
            new AccountJwk(jwk, JWSAlgorithm.ES256, key.toECPublicKey());
        case ECKey key when Curve.P_384.equals(key.getCurve()) ->
            new AccountJwk(jwk, JWSAlgorithm.ES384, key.toECPublicKey());
        case OctetKeyPair key when Curve.Ed25519.equals(key.getCurve()) ->
            new AccountJwk(jwk, JWSAlgorithm.EdDSA, edwards(key));
        case RSAKey key when isStrong(key.toRSAPublicKey()) ->
            new AccountJwk(jwk, JWSAlgorithm.RS256, key.toRSAPublicKey());
        default ->
            throw bad(
                "jwk is not P-256, P-384, Ed25519 or RSA of 2048 to 4096 bits; make such a key");
      };
    } catch (JOSEException | GeneralSecurityException | RuntimeException e) {
      throw bad("jwk is no point of its curve, or no key at all (RFC 7518 §6)");
    }
  }

  /** The one that an account has, from the store. */
  static AccountJwk of(AccountKey key) throws Refusal {
    return of(
        StrictJson.of("jwk", key.jwk().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .members());
  }

  /** The thumbprint of a key of a certificate, as accounts have them; empty for other kinds. */
  static Optional<String> thumbprint(PublicKey key) {
    try {
      return switch (key) {
        case ECPublicKey ec ->
            Curve.forECParameterSpec(ec.getParams()) == null
                ? Optional.empty()
                : Optional.of(
                    text(new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build()));
        case RSAPublicKey rsa -> Optional.of(text(new RSAKey.Builder(rsa).build()));
        case EdECPublicKey ed when ed.getEncoded().length == ED25519_PREFIX.length + 32 ->
            Optional.of(
                text(
                    new OctetKeyPair.Builder(
                            Curve.Ed25519,
                            Base64URL.encode(
                                java.util.Arrays.copyOfRange(
                                    ed.getEncoded(),
                                    ED25519_PREFIX.length,
                                    ed.getEncoded().length)))
                        .build()));
        default -> Optional.empty();
      };
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  AccountKey accountKey() {
    try {
      return new AccountKey(StrictJson.text(jwk.toPublicJWK().toJSONObject()), text(jwk));
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  KeyId keyId() {
    return KeyId.of(publicKey);
  }

  /** Whether this key made the signature, by its own algorithm. */
  boolean verifies(JWSHeader header, byte[] signed, Base64URL signature) {
    if (!algorithm.equals(header.getAlgorithm())) {
      return false;
    }
    try {
      return switch (jwk) {
        case ECKey key -> new ECDSAVerifier(key).verify(header, signed, signature);
        case RSAKey key -> new RSASSAVerifier(key).verify(header, signed, signature);
        default -> {
          Signature edwards = Signature.getInstance("Ed25519");
          edwards.initVerify(publicKey);
          edwards.update(signed);
          yield edwards.verify(signature.decode());
        }
      };
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isStrong(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= LEAST_RSA_BITS
        && bits <= MOST_RSA_BITS
        && key.getPublicExponent().compareTo(LEAST_EXPONENT) >= 0
        && key.getPublicExponent().bitLength() <= 64
        && key.getPublicExponent().testBit(0)
        && key.getModulus().testBit(0);
  }

  private static PublicKey edwards(OctetKeyPair key) throws GeneralSecurityException {
    byte[] x = key.getX().decode();
    byte[] der = java.util.Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + x.length);
    System.arraycopy(x, 0, der, ED25519_PREFIX.length, x.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }

  private static String text(JWK jwk) throws JOSEException {
    return jwk.computeThumbprint().toString();
  }

  private static Refusal bad(String detail) {
    return Refusal.of(Problem.Type.BAD_PUBLIC_KEY, detail);
  }
}
