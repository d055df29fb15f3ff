package org.signetmail.app.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;

/**
 * The folder in which a system lives.
 *
 * <pre>
 * signet.yaml  policy.yaml     configuration and policy
 * signet.db                    the store, when it is SQLite
 * passphrase                   opens keys/; readable by the system's user alone
 * keys/                        the system's own keys, each file sealed
 * offline/                     keys to carry away: the root's, and the one that opens backups
 * certificates/                public: what others need to check us
 * outbox/                      notices to people that have not gone out yet
 * backups/                     backups, where signet.yaml names no other folder
 * drills/                      reports of drills
 * rollout.yaml  rollout/       what was asked for the deployment plan, and the plan
 * decisions/                   what was decided under a jurisdiction table
 * backup-base                  what the next backup builds on
 * outside/                     the authority outside, and orders that wait there
 * </pre>
 *
 * @param folder absolute
 */
public record Home(Path folder) {
  private static final int PASSPHRASE_OCTETS = 24;

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** The home that {@code --home}, {@code SIGNET_HOME} or the default names, in this order. */
  public static Home locate(@Nullable Path option) {
    if (option != null) {
      return new Home(option);
    }
    String variable = System.getenv("SIGNET_HOME");
    return new Home(Path.of(variable == null || variable.isEmpty() ? "signet-home" : variable));
  }

  public Path configuration() {
    return folder.resolve(ConfigurationFile.NAME);
  }

  public Path outbox() {
    return folder.resolve("outbox");
  }

  /** What the last backup has, so that the next needs only what changed. */
  public Path backupBase() {
    return folder.resolve("backup-base");
  }

  /** Where decisions under a jurisdiction table are on record. */
  public Path decisions() {
    return folder.resolve("decisions");
  }

  /** Where the deployment plan is, and the policies that waves replaced. */
  public Path rollout() {
    return folder.resolve("rollout");
  }

  /** Where the reports of drills are. */
  public Path drills() {
    return folder.resolve("drills");
  }

  /** What is known of the authority outside that people's certificates come from. */
  public Path outside() {
    return folder.resolve("outside");
  }

  /** A public certificate by its name: {@code root}, {@code issuing}, {@code archive} … */
  public Path certificateFile(String name) {
    return folder.resolve("certificates").resolve(name + ".pem");
  }

  public Certificate certificate(String name) throws IOException {
    Path file = certificateFile(name);
    return Certificates.read(Files.readAllBytes(file), file.toString()).getFirst();
  }

  /** Several public certificates in one file, in their order; none when the file is not there. */
  public List<Certificate> certificates(String name) throws IOException {
    Path file = certificateFile(name);
    return Files.exists(file)
        ? Certificates.read(Files.readAllBytes(file), file.toString())
        : List.of();
  }

  public void putCertificates(String name, List<Certificate> certificates) throws IOException {
    PrivateFiles.write(
        certificateFile(name),
        String.join("", certificates.stream().map(Certificate::pem).toList())
            .getBytes(StandardCharsets.US_ASCII));
  }

  public void putCertificate(String name, Certificate certificate) throws IOException {
    Path file = certificateFile(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, certificate.pem());
  }

  /** The certificates of all generations of the issuing authority that are here, in no order. */
  public List<Certificate> issuingCertificates() throws IOException {
    List<Certificate> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder.resolve("certificates"), "{issuing,issuing-????????????????}.pem")) {
      for (Path file : files) {
        Certificate one = Certificates.read(Files.readAllBytes(file), file.toString()).getFirst();
        if (!found.contains(one)) {
          found.add(one);
        }
      }
    }
    return found;
  }

  /** Makes a passphrase that nobody can guess, and keeps it for the system's user alone. */
  public char[] makePassphrase(SecureRandom random) throws IOException {
    byte[] octets = new byte[PASSPHRASE_OCTETS];
    random.nextBytes(octets);
    String passphrase = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    PrivateFiles.write(passphraseFile(), passphrase.getBytes(StandardCharsets.US_ASCII));
    return passphrase.toCharArray();
  }

  public KeyVault vault() throws IOException {
    return new KeyVault(folder, passphrase());
  }

  private char[] passphrase() throws IOException {
    if (Files.isReadable(passphraseFile())) {
      return Files.readString(passphraseFile()).strip().toCharArray();
    }
    String variable = System.getenv("SIGNET_PASSWORD");
    if (variable != null && !variable.isEmpty()) {
      return variable.toCharArray();
    }
    throw new Failure(
        ExitCode.USAGE,
        passphraseFile()
            + ": the passphrase of the system's keys is not here;"
            + " put it back, or set SIGNET_PASSWORD");
  }

  /** Where the passphrase of the sealed keys lies. */
  public Path passphraseFile() {
    return folder.resolve("passphrase");
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
