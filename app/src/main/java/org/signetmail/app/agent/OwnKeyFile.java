package org.signetmail.app.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * A person's PKCS#12 on their own machine, in which one signing key takes the place of another.
 * Every key that opens messages stays in it.
 */
public final class OwnKeyFile {
  private static final int SEQUENCE = 0x30; // PKCS#12 begins so, PEM does not

  private final Path path;
  private final char[] password;

  /**
   * @param password kept as long as this is
   */
  public OwnKeyFile(Path path, char[] password) {
    this.path = path;
    this.password = password.clone();
  }

  /** Whether it is of the kind that is written again: PKCS#12 (RFC 7292), and no PEM. */
  boolean isRewritable() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    return bytes.length > 0 && bytes[0] == SEQUENCE;
  }

  List<SigningIdentity> signing() throws IOException {
    return KeyFile.read(Files.readAllBytes(path), password, path.toString()).signing();
  }

  char[] password() {
    return password.clone();
  }

  /**
   * Writes the file again, with the new key instead of the one before; whole on disk before it has
   * its name, so that there is a file with working keys at every moment.
   *
   * @param authorities among whom the path of the new certificate is
   * @return the new identity, as it was read back
   * @throws IOException in one line; the file is as it was
   */
  SigningIdentity replace(
      SigningIdentity before,
      SigningKey key,
      Certificate certificate,
      List<Certificate> authorities)
      throws IOException {
    Path real = path.toRealPath(); // the file behind a link, and the link stays
    byte[] old = Files.readAllBytes(real);
    KeyFile file = KeyFile.read(old, password, path.toString());
    List<SigningIdentity> signing = new ArrayList<>();
    signing.add(new SigningIdentity(key, List.of(certificate)));
    file.signing().stream()
        .filter(one -> !one.certificate().equals(before.certificate()))
        .forEach(signing::add);
    byte[] next = KeyFile.write(signing, file.decryption(), others(file, authorities), password);
    SigningIdentity written = checked(next, file, certificate);
    if (!Arrays.equals(old, Files.readAllBytes(real))) {
      throw new IOException(path + ": was changed meanwhile; it is tried again");
    }
    PrivateFiles.write(real, next);
    return written;
  }

  private static List<Certificate> others(KeyFile file, List<Certificate> authorities) {
    Set<Certificate> others = new LinkedHashSet<>();
    file.certificates().stream().filter(Certificate::isAuthority).forEach(others::add);
    others.addAll(authorities);
    return List.copyOf(others);
  }

  /** What would be written is read first: who loses a decryption key loses their mail. */
  private SigningIdentity checked(byte[] next, KeyFile before, Certificate certificate)
      throws IOException {
    KeyFile file = KeyFile.read(next, password, path.toString());
    if (!new HashSet<>(opened(file)).containsAll(opened(before))) {
      throw new IOException(path + ": would lose a key that opens messages; it stays as it is");
    }
    return file.signing().stream()
        .filter(one -> one.certificate().equals(certificate))
        .findFirst()
        .orElseThrow(() -> new IOException(path + ": would not have the new key in it"));
  }

  private static List<Certificate> opened(KeyFile file) {
    return file.decryption().stream().map(DecryptionIdentity::certificate).toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
