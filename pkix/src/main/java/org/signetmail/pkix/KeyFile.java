package org.signetmail.pkix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.pkix.internal.KeyBag;
import org.signetmail.pkix.internal.KeyFiles;
import org.signetmail.pkix.internal.Pem;
import org.signetmail.pkix.internal.Pkcs12Writer;
import org.signetmail.pkix.internal.PrivateKeys;

/**
 * What a file of keys and certificates holds: PKCS#12 (RFC 7292), or PEM keys (PKCS#8, PKCS#1, SEC
 * 1, in the clear or encrypted) with their certificates.
 *
 * <p>Only bytes are read and written; where they lie is the caller's. Immutable and safe for use by
 * many threads.
 */
public final class KeyFile {
  private static final int LONGEST_PATH = 16;

  private final List<Certificate> certificates;
  private final List<SigningIdentity> signing;
  private final List<DecryptionIdentity> decryption;

  private KeyFile(List<Certificate> certificates, List<KeyBag.Pair> pairs) {
    this.certificates = List.copyOf(certificates);
    this.signing = pairs.stream().flatMap(pair -> signing(pair).stream()).toList();
    this.decryption = pairs.stream().flatMap(pair -> decryption(pair).stream()).toList();
  }

  /**
   * Reads a file that holds at least one private key with its certificate.
   *
   * @param password may be empty; not changed and not kept
   * @param name what to call the file in an error
   * @throws Unreadable with the reason and one clear line
   */
  public static KeyFile read(byte[] bytes, char[] password, String name) throws Unreadable {
    KeyBag bag = KeyFiles.read(bytes, password, name);
    try {
      List<Certificate> certificates = new ArrayList<>();
      for (byte[] der : bag.certificates()) {
        certificates.add(Certificate.of(der));
      }
      List<KeyBag.Pair> pairs = bag.pairs(certificates);
      if (pairs.isEmpty()) {
        throw KeyFiles.unreadable(Unreadable.Reason.NO_KEY, name, whyNoIdentity(bag));
      }
      return new KeyFile(certificates, pairs);
    } catch (Unreadable e) {
      throw e;
    } catch (IOException e) {
      throw KeyFiles.unsupported(name, e);
    }
  }

  /** Every certificate in the file, in file order. */
  public List<Certificate> certificates() {
    return certificates;
  }

  /**
   * Identities that may sign, in file order; the path completed from certificates in the file. A
   * key with several certificates is several identities.
   */
  public List<SigningIdentity> signing() {
    return signing;
  }

  /**
   * Identities that open messages, in file order: with an {@link EncryptionKey} where no
   * certificate in the file lets the key sign, else with a {@link DualUseKey}.
   */
  public List<DecryptionIdentity> decryption() {
    return decryption;
  }

  /**
   * PKCS#12 with a signing key and its path, as OpenSSL 3.0, NSS and Thunderbird read it: PBES2
   * with PBKDF2-HMAC-SHA-256 and AES-256-CBC, HMAC-SHA-256 over all.
   */
  public static byte[] writeSigning(SigningIdentity identity, char[] password) {
    return write(List.of(identity), List.of(), List.of(), password);
  }

  /** PKCS#12 with the keys that open somebody's messages, newest first. */
  public static byte[] writeDecryption(
      List<DecryptionIdentity> identities, List<Certificate> issuers, char[] password) {
    return write(List.of(), identities, issuers, password);
  }

  /** PKCS#12 with a person's both kinds of key, for mail clients. */
  public static byte[] write(
      SigningIdentity signing, List<DecryptionIdentity> decryption, char[] password) {
    return write(List.of(signing), decryption, List.of(), password);
  }

  /** Encrypted PKCS#8 (RFC 5958 §3) as PEM, for a key that has no certificate. */
  public static byte[] writeKey(SigningKey key, char[] password) {
    return writeKey(key.privateKey(SecretAccess.TOKEN), password);
  }

  /** The same for an encryption key that waits for its certificate. */
  public static byte[] writeKey(EncryptionKey key, char[] password) {
    return writeKey(key.privateKey(SecretAccess.TOKEN), password);
  }

  private static byte[] writeKey(PrivateKey key, char[] password) {
    byte[] pkcs8 = PrivateKeys.pkcs8(key);
    byte[] encrypted = Pkcs12Writer.encryptKey(pkcs8, password, new SecureRandom());
    return Pem.write("ENCRYPTED PRIVATE KEY", encrypted).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads one private key without a certificate, PEM or DER; its public key is computed from it.
   *
   * @throws Unreadable with the reason and one clear line
   */
  public static SigningKey readKey(byte[] pem, char[] password, String name) throws Unreadable {
    KeyPair pair = readPair(pem, password, name);
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  /**
   * Reads one encryption key that has no certificate yet.
   *
   * @throws Unreadable with the reason and one clear line
   */
  public static EncryptionKey readEncryptionKey(byte[] pem, char[] password, String name)
      throws Unreadable {
    KeyPair pair = readPair(pem, password, name);
    if (EncryptionKey.of(pair.getPrivate(), pair.getPublic(), List.of())
        instanceof EncryptionKey.Classified.EncryptsOnly only) {
      return only.key();
    }
    throw KeyFiles.unreadable(
        Unreadable.Reason.NO_KEY, name, "holds no key that encrypts; give the one that was made");
  }

  private static KeyPair readPair(byte[] pem, char[] password, String name) throws Unreadable {
    KeyBag bag = KeyFiles.read(pem, password, name);
    if (!bag.hasKey()) {
      throw KeyFiles.unreadable(
          Unreadable.Reason.NO_KEY, name, "holds no private key; give a key as PEM");
    }
    try {
      return bag.firstKey();
    } catch (IOException e) {
      throw KeyFiles.unsupported(name, e);
    }
  }

  /** A file that holds no key for us to use. */
  public static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the caller does next differs by this. */
    public enum Reason {
      /** Ask again for the password. */
      WRONG_PASSWORD,
      /** It is something else altogether. */
      NOT_A_KEY_FILE,
      /** No private key in it, or none whose certificate is in it. */
      NO_KEY,
      /** It is a key file, of a kind or in a state that is not read. */
      UNSUPPORTED
    }

    private final Reason reason;

    public Unreadable(Reason reason, String line) {
      super(line);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  private List<SigningIdentity> signing(KeyBag.Pair pair) {
    Certificate certificate = pair.certificate();
    return certificate.maySign()
        ? List.of(
            new SigningIdentity(
                new SigningKey(pair.privateKey(), certificate.publicKey()), path(certificate)))
        : List.of();
  }

  private List<DecryptionIdentity> decryption(KeyBag.Pair pair) {
    Certificate certificate = pair.certificate();
    if (!certificate.mayEncrypt()) {
      return List.of();
    }
    DecryptionKey key =
        switch (EncryptionKey.of(pair.privateKey(), certificate.publicKey(), certificates)) {
          case EncryptionKey.Classified.EncryptsOnly only -> only.key();
          case EncryptionKey.Classified.MaySign both -> both.key();
          case EncryptionKey.Classified.CannotEncrypt _ ->
              new DualUseKey(pair.privateKey(), certificate.publicKey());
        };
    return List.of(new DecryptionIdentity(key, certificate));
  }

  /** The certificate and its issuers as far as the file has them, without a root. */
  private List<Certificate> path(Certificate leaf) {
    Set<Certificate> path = new LinkedHashSet<>(List.of(leaf));
    Certificate at = leaf;
    while (path.size() < LONGEST_PATH) {
      Certificate subject = at;
      Optional<Certificate> issuer =
          certificates.stream()
              .filter(candidate -> !candidate.isSelfIssued() && mayHaveIssued(candidate, subject))
              .findFirst();
      if (issuer.isEmpty() || !path.add(issuer.get())) {
        break;
      }
      at = issuer.get();
    }
    return List.copyOf(path);
  }

  private static boolean mayHaveIssued(Certificate issuer, Certificate subject) {
    if (!issuer.x509().getSubjectX500Principal().equals(subject.x509().getIssuerX500Principal())) {
      return false;
    }
    Optional<byte[]> wanted = subject.authorityKeyIdentifier();
    Optional<byte[]> had = issuer.subjectKeyIdentifier();
    return wanted.isEmpty() || had.isEmpty() || java.util.Arrays.equals(wanted.get(), had.get());
  }

  /**
   * PKCS#12 with all of a person's keys.
   *
   * @param others certificates besides those of the keys and of their paths
   */
  public static byte[] write(
      List<SigningIdentity> signing,
      List<DecryptionIdentity> decryption,
      List<Certificate> others,
      char[] password) {
    Map<Certificate, PrivateKey> keys = new LinkedHashMap<>(); // a key for both uses: once
    signing.forEach(one -> keys.put(one.certificate(), one.key().privateKey(SecretAccess.TOKEN)));
    decryption.forEach(
        one -> keys.putIfAbsent(one.certificate(), one.key().privateKey(SecretAccess.TOKEN)));
    List<Pkcs12Writer.Entry> entries =
        keys.entrySet().stream().map(one -> entry(one.getValue(), one.getKey())).toList();
    List<Certificate> besides =
        Stream.concat(signing.stream().flatMap(one -> one.path().stream().skip(1)), others.stream())
            .toList();
    return Pkcs12Writer.write(entries, besides, password, new SecureRandom());
  }

  private static Pkcs12Writer.Entry entry(PrivateKey key, Certificate certificate) {
    return new Pkcs12Writer.Entry(PrivateKeys.pkcs8(key), certificate);
  }

  private static String whyNoIdentity(KeyBag bag) {
    if (!bag.hasKey()) {
      return "holds no private key; give the file that does, as PKCS#12 or PEM";
    }
    return bag.certificates().isEmpty()
        ? "holds a private key without its certificate; append the certificate as PEM"
        : "holds a private key and certificates, but none over that key; append its own as PEM";
  }
}
