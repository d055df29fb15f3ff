package org.signetmail.app.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The system's own keys: files under the home folder, sealed under its passphrase, readable by the
 * system's user alone. Thread-safe.
 */
public final class KeyVault {
  private final Path home;
  private final char[] passphrase;

  /** What was opened, by its octets: a passphrase costs time on purpose, and once is enough. */
  private final Map<ByteBuffer, KeyFile> files = new ConcurrentHashMap<>();

  private final Map<ByteBuffer, SigningKey> keys = new ConcurrentHashMap<>();

  public KeyVault(Path home, char[] passphrase) {
    this.home = home;
    this.passphrase = passphrase.clone();
  }

  public void put(KeyName name, SigningIdentity identity) throws IOException {
    write(name, KeyFile.writeSigning(identity, passphrase));
  }

  public void put(KeyName name, DecryptionIdentity identity) throws IOException {
    write(name, KeyFile.writeDecryption(List.of(identity), List.of(), passphrase));
  }

  /** Several keys in one file. */
  public void put(KeyName name, List<DecryptionIdentity> identities) throws IOException {
    write(name, KeyFile.writeDecryption(identities, List.of(), passphrase));
  }

  public void put(KeyName name, SigningKey key) throws IOException {
    write(name, KeyFile.writeKey(key, passphrase));
  }

  /** The key of an issuing authority that issues no more, by the name of its generation. */
  public SigningKey formerIssuing(String generation) throws IOException {
    Path file = formerIssuingPath(generation);
    return KeyFile.readKey(bytes(file), passphrase, file.toString());
  }

  public void putFormerIssuing(String generation, SigningKey key) throws IOException {
    PrivateFiles.write(formerIssuingPath(generation), KeyFile.writeKey(key, passphrase));
  }

  public boolean hasFormerIssuing(String generation) {
    return Files.exists(formerIssuingPath(generation));
  }

  /**
   * Throws a former authority's key away, because it counts no more.
   *
   * @return whether it was here
   */
  public boolean forgetFormerIssuing(String generation) throws IOException {
    return Files.deleteIfExists(formerIssuingPath(generation));
  }

  private Path formerIssuingPath(String generation) {
    return home.resolve("keys/issuing-" + generation + ".key");
  }

  /** A key that was brought from where it is kept, sealed under this system's passphrase. */
  public SigningKey brought(Path file) throws IOException {
    return KeyFile.readKey(bytes(file), passphrase, file.toString());
  }

  public boolean has(KeyName name) {
    return Files.exists(path(name));
  }

  public SigningIdentity signing(KeyName name) throws IOException {
    List<SigningIdentity> identities = read(name).signing();
    if (identities.isEmpty()) {
      throw noKey(name);
    }
    return identities.getFirst();
  }

  public DecryptionIdentity decryption(KeyName name) throws IOException {
    return decryptions(name).getFirst();
  }

  /** All keys of one file, at least one. */
  public List<DecryptionIdentity> decryptions(KeyName name) throws IOException {
    List<DecryptionIdentity> identities = read(name).decryption();
    if (identities.isEmpty()) {
      throw noKey(name);
    }
    return identities;
  }

  public SigningKey key(KeyName name) throws IOException {
    return opened(
        keys, path(name), sealed -> KeyFile.readKey(sealed, passphrase, path(name).toString()));
  }

  /**
   * Thirty-two secret octets for a purpose, the same on every node with this passphrase:
   * HKDF-SHA-256 (RFC 5869) over it.
   */
  public byte[] derive(String purpose) {
    byte[] input = new String(passphrase).getBytes(StandardCharsets.UTF_8);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(input)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 25 has HKDF", e);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  public Path path(KeyName name) {
    return home.resolve(name.file());
  }

  private KeyFile read(KeyName name) throws IOException {
    return opened(
        files, path(name), sealed -> KeyFile.read(sealed, passphrase, path(name).toString()));
  }

  private static <T> T opened(Map<ByteBuffer, T> before, Path file, Opening<T> opening)
      throws IOException {
    byte[] sealed = bytes(file);
    T known = before.get(ByteBuffer.wrap(sealed));
    if (known != null) {
      return known;
    }
    T now = opening.open(sealed);
    before.put(ByteBuffer.wrap(sealed), now);
    return now;
  }

  private interface Opening<T> {
    T open(byte[] sealed) throws IOException;
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.USAGE,
          file + ": this key is not here; bring it back from where it is kept, or from a backup",
          e);
    }
  }

  private void write(KeyName name, byte[] bytes) throws IOException {
    PrivateFiles.write(path(name), bytes);
  }

  /** A key that is kept elsewhere, under the same passphrase. */
  public static DecryptionIdentity decryption(Path file, char[] passphrase) throws IOException {
    return KeyFile.read(Files.readAllBytes(file), passphrase, file.toString())
        .decryption()
        .getFirst();
  }

  private Failure noKey(KeyName name) {
    return new Failure(
        ExitCode.USAGE, path(name) + ": holds another kind of key; bring it back from a backup");
  }
}
