package org.signetmail.app.token;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;

/**
 * A token that holds an authority's key: made inside it, not extractable, and used there for every
 * certificate and revocation list. Safe for use by many threads, as far as the token's library is.
 */
public final class AuthorityToken {
  private static final String SETTING = "certificates.authority-key";
  private static final String DEFAULT_OBJECT = "signet-issuing";
  private static final int NAME_DIGITS = 16;

  private final Provider provider;
  private final KeyStore store;
  private final String object;

  private AuthorityToken(Provider provider, KeyStore store, String object) {
    this.provider = provider;
    this.store = store;
    this.object = object;
  }

  /**
   * Logs in.
   *
   * @param pin not kept here; the token's library keeps the session open
   * @throws Failure in one line: exit code 6 when the token is not there, 2 when the PIN is wrong
   */
  public static AuthorityToken open(Pkcs11Uri address, char[] pin) {
    Provider provider = provider(address);
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return new AuthorityToken(provider, store, address.object().orElse(DEFAULT_OBJECT));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          SETTING
              + ": the token does not open with this PIN (PKCS#11 C_Login); give its own, and mind"
              + " that it locks after a few wrong ones",
          e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unreachable("does not answer", e);
    }
  }

  /**
   * Makes a key pair inside the token.
   *
   * @throws Failure in one line, when the token cannot make this kind
   */
  public SigningKey make(KeyAlgorithm algorithm) {
    try {
      KeyPair pair = generator(algorithm).generateKeyPair();
      PublicKey outside =
          KeyFactory.getInstance(pair.getPublic().getAlgorithm())
              .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
      return new SigningKey(pair.getPrivate(), outside);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unreachable("cannot make a " + algorithm.word() + " key", e);
    }
  }

  /** Puts the certificate beside its key, under the name by which it is found again. */
  public void keep(SigningKey key, Certificate certificate) {
    try {
      store.setKeyEntry(
          name(certificate),
          key.privateKey(SecretAccess.TOKEN),
          null,
          new java.security.cert.Certificate[] {certificate.x509()});
    } catch (GeneralSecurityException | ProviderException e) {
      throw unreachable("does not take the certificate", e);
    }
  }

  /** Whether the key of this certificate is in the token. */
  public boolean has(Certificate certificate) {
    return find(certificate).isPresent();
  }

  /**
   * The key of this certificate.
   *
   * @throws Failure in one line, when the token has no such key, or another
   */
  public SigningKey key(Certificate certificate) {
    return find(certificate).orElseThrow(() -> missing(certificate));
  }

  /** What to say when the key of this certificate is not in the token. */
  public Failure missing(Certificate certificate) {
    return new Failure(
        ExitCode.UNREACHABLE,
        SETTING
            + ": the token has no key '"
            + name(certificate)
            + "' of "
            + certificate.displayName()
            + " (RFC 7512 §2.3); plug in the token in which it was made");
  }

  private Optional<SigningKey> find(Certificate certificate) {
    try {
      String name = name(certificate);
      boolean same =
          store.getCertificate(name) != null
              && certificate.keyId().equals(KeyId.of(store.getCertificate(name).getPublicKey()));
      if (same && store.getKey(name, null) instanceof PrivateKey key) {
        return Optional.of(new SigningKey(key, certificate.publicKey()));
      }
      return Optional.empty();
    } catch (GeneralSecurityException | ProviderException e) {
      throw unreachable("does not show its keys", e);
    }
  }

  /** Each generation has a name of its own, so that one token holds them all. */
  private String name(Certificate certificate) {
    return object + "-" + certificate.keyId().hex().substring(0, NAME_DIGITS);
  }

  private KeyPairGenerator generator(KeyAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm.word().startsWith("rsa") ? "RSA" : "EC", provider);
    switch (algorithm) {
      case P_256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
      case P_384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
      case P_521 -> generator.initialize(new ECGenParameterSpec("secp521r1"));
      case RSA_3072 -> generator.initialize(3072);
      case RSA_4096 -> generator.initialize(4096);
      default ->
          throw Failure.usage(
              SETTING
                  + ": tokens are not asked for "
                  + algorithm.word()
                  + " keys; choose p-256, p-384, rsa-3072 or rsa-4096");
    }
    return generator;
  }

  private static Provider provider(Pkcs11Uri address) {
    Path module = address.module();
    try {
      return Token.provider(module, Token.slot(address, module));
    } catch (Failure e) {
      String line = String.valueOf(e.getMessage()).replaceFirst("^--key pkcs11:…", SETTING);
      throw new Failure(ExitCode.UNREACHABLE, line, e);
    }
  }

  private static Failure unreachable(String what, Exception cause) {
    return new Failure(
        ExitCode.UNREACHABLE,
        SETTING + ": the token " + what + "; look at the token and its library",
        cause);
  }
}
