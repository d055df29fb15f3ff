package org.signetmail.pkix.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.signetmail.pkix.EllipticSignatures;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;

/** Signs and checks bytes with the one algorithm that Signet uses for each kind of key. */
public final class Signing {
  private static final AlgorithmIdentifier RSA_SHA256 =
      new AlgorithmIdentifier(
          new ASN1ObjectIdentifier("1.2.840.113549.1.1.11"), DERNull.INSTANCE); // RFC 4055 §5

  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

  private Signing() {}

  public static byte[] sign(SigningKey key, byte[] bytes) {
    String name = jcaName(algorithm(key.publicKey()));
    PrivateKey privateKey = key.privateKey(SecretAccess.TOKEN);
    try {
      Signature signature = signature(name, privateKey);
      signature.initSign(privateKey);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "key " + key.id() + ": cannot sign with " + name + "; look at the token or provider", e);
    }
  }

  /** Whether the signature holds; anything wrong with it means that it does not. */
  public static boolean holds(PublicKey key, byte[] bytes, byte[] signed) {
    try {
      Signature signature = verifying(jcaName(algorithm(key)), key);
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      return false;
    }
  }

  /** Whether a signature of any algorithm that the JDK knows holds, as its identifier says. */
  public static boolean holds(
      PublicKey key, AlgorithmIdentifier algorithm, byte[] bytes, byte[] signed) {
    String oid = algorithm.getAlgorithm().getId();
    Optional<Boolean> elliptic = EllipticSignatures.verify(ecdsa(oid), key, bytes, signed);
    if (elliptic.isPresent()) {
      return elliptic.get();
    }
    try {
      Signature signature =
          key.getClass().getName().startsWith("org.bouncycastle.")
              ? Signature.getInstance(oid, BouncyCastle.provider())
              : Signature.getInstance(oid);
      if (oid.equals(RSASSA_PSS)) {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded());
        signature.setParameter(parameters.getParameterSpec(PSSParameterSpec.class));
      }
      signature.initVerify(key);
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return false;
    }
  }

  private static String ecdsa(String oid) {
    return switch (oid) {
      case "1.2.840.10045.4.3.2" -> "SHA256withECDSA"; // RFC 5758 §3.2
      case "1.2.840.10045.4.3.3" -> "SHA384withECDSA";
      case "1.2.840.10045.4.3.4" -> "SHA512withECDSA";
      default -> "";
    };
  }

  /** The parameters of an algorithm as DER, where it has any. */
  static Optional<byte[]> parameters(AlgorithmIdentifier algorithm) {
    try {
      return algorithm.getParameters() == null
          ? Optional.empty()
          : Optional.of(algorithm.getParameters().toASN1Primitive().getEncoded("DER"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** For Bouncy Castle's builders of certificates, CRLs and requests. */
  static ContentSigner contentSigner(SigningKey key) {
    return new Buffered(identifier(key.publicKey())) {
      @Override
      byte[] signatureOver(byte[] bytes) {
        return sign(key, bytes);
      }
    };
  }

  /** Names the algorithm and signs nothing: for looking at a certificate before it is one. */
  static ContentSigner unsigned(PublicKey issuer) {
    return new Buffered(identifier(issuer)) {
      @Override
      byte[] signatureOver(byte[] bytes) {
        return new byte[0];
      }
    };
  }

  static AlgorithmIdentifier identifier(PublicKey key) {
    KeyAlgorithm algorithm = algorithm(key);
    return switch (algorithm) {
      case RSA_2048, RSA_3072, RSA_4096 -> RSA_SHA256;
      case P_256 -> identifier("1.2.840.10045.4.3.2"); // RFC 5758 §3.2
      case P_384 -> identifier("1.2.840.10045.4.3.3");
      case P_521 -> identifier("1.2.840.10045.4.3.4");
      default -> identifier(algorithm.oid()); // key and signature share it: RFC 8410, 9881, 9909
    };
  }

  private static AlgorithmIdentifier identifier(String oid) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
  }

  private static String jcaName(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_2048, RSA_3072, RSA_4096 -> "SHA256withRSA";
      case P_256 -> "SHA256withECDSA";
      case P_384 -> "SHA384withECDSA";
      case P_521 -> "SHA512withECDSA";
      case ED25519 -> "Ed25519";
      case ED448 -> "Ed448";
      default -> algorithm.isSlhDsa() ? "SLH-DSA" : algorithm.name().replace('_', '-');
    };
  }

  private static KeyAlgorithm algorithm(PublicKey key) {
    return KeyAlgorithm.of(key).filter(KeyAlgorithm::canSign).orElseThrow(() -> cannotSign(key));
  }

  /** In Bouncy Castle what the JDK has no algorithm for, whoever made the key's object. */
  private static Signature verifying(String name, PublicKey key)
      throws GeneralSecurityException, IOException {
    if (!name.equals("SLH-DSA")) {
      Signature signature = Signature.getInstance(name);
      signature.initVerify(key);
      return signature;
    }
    Signature signature = Signature.getInstance(name, BouncyCastle.provider());
    signature.initVerify(PublicKeys.of(key.getEncoded()));
    return signature;
  }

  private static Signature signature(String name, PrivateKey key) throws GeneralSecurityException {
    return key.getClass().getName().startsWith("org.bouncycastle.")
        ? Signature.getInstance(name, BouncyCastle.provider())
        : Signature.getInstance(name);
  }

  private static IllegalArgumentException cannotSign(PublicKey key) {
    return new IllegalArgumentException(
        "key: " + key.getAlgorithm() + " of this kind cannot sign here; use p-256 or rsa-3072");
  }

  private abstract static class Buffered implements ContentSigner {
    private final AlgorithmIdentifier algorithm;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Buffered(AlgorithmIdentifier algorithm) {
      this.algorithm = algorithm;
    }

    abstract byte[] signatureOver(byte[] bytes);

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return bytes;
    }

    @Override
    public byte[] getSignature() {
      return signatureOver(bytes.toByteArray());
    }
  }
}
