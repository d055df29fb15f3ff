package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationText;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.archive.Canary;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Quorum;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.Publication;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.store.Store;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.TransparencyLog;

/**
 * Makes an organisation's system in an empty folder: authorities, the archive's keys, the seal, the
 * log, the store. Everything is made beside its final place and put there in one move, so that a
 * home is either whole or not there.
 */
public final class Foundation {
  /** The kinds of key that the authorities get. */
  public record AuthorityAlgorithms(KeyAlgorithm root, KeyAlgorithm issuing) {
    /** What every mail client can check. */
    public static final AuthorityAlgorithms STANDARD =
        new AuthorityAlgorithms(KeyAlgorithm.P_384, KeyAlgorithm.P_256);
  }

  /** One of each family that archived keys are of, but RSA: it takes long to make. */
  private static final List<KeyAlgorithm> CANARIES =
      List.of(KeyAlgorithm.P_256, KeyAlgorithm.X25519, KeyAlgorithm.ML_KEM_768);

  private final Configuration configuration;
  private final AuthorityAlgorithms algorithms;
  private final SecureRandom random;
  private final InstantSource clock;

  public Foundation(Configuration configuration, SecureRandom random, InstantSource clock) {
    this(configuration, AuthorityAlgorithms.STANDARD, random, clock);
  }

  public Foundation(
      Configuration configuration,
      AuthorityAlgorithms algorithms,
      SecureRandom random,
      InstantSource clock) {
    this.algorithms = algorithms;
    this.configuration = configuration;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes the system in {@code home}.
   *
   * @param policy the text of {@code policy.yaml}
   */
  public void lay(Home home, byte[] policy) throws IOException {
    requireEmpty(home.folder());
    Path site = home.folder().resolveSibling("." + home.folder().getFileName() + ".new");
    deleteTree(site);
    PrivateFiles.createFolder(site);
    build(new Home(site), policy);
    Files.deleteIfExists(home.folder());
    Files.move(site, home.folder(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void build(Home home, byte[] policy) throws IOException {
    KeyVault vault = new KeyVault(home.folder(), home.makePassphrase(random));
    PrivateFiles.write(home.configuration(), ConfigurationText.of(configuration));
    PrivateFiles.write(home.folder().resolve(configuration.policyFile()), policy);
    PrivateFiles.createFolder(home.outbox());

    SigningKey logKey = KeyPairs.signing(KeyAlgorithm.ED25519, random);
    vault.put(KeyName.LOG, logKey);
    vault.put(KeyName.SEAL, KeyPairs.signing(KeyAlgorithm.P_256, random));

    try (Store store = Organization.openStore(configuration, home)) {
      TransparencyLog log = Organization.log(store, configuration, logKey);
      log.append(
          LogEntry.of(EntryType.ORGANIZATION_CREATED, now())
              .with("organization", configuration.organization()));
      Files.writeString(home.folder().resolve("log.vkey"), log.verifier().vkey() + "\n");
      makeAuthorities(home, vault, store);
      log.publish(now());
    }
  }

  private void makeAuthorities(Home home, KeyVault vault, Store store) throws IOException {
    Publication publication = new Publication(URI.create(configuration.publicUrl()));
    AuthorityKeys keys = AuthorityKeys.of(configuration, vault);
    Authorities authorities =
        AuthorityCeremony.perform(
            new AuthorityCeremony.Plan(
                configuration.organization(), algorithms.root(), algorithms.issuing(), publication),
            algorithm -> keys.make(algorithm, random),
            random,
            now());
    authorities.record(store.certificates(), store.crls(), random, now());
    vault.put(KeyName.ROOT, authorities.root().key());
    keys.keep(authorities.issuing());
    home.putCertificate("root", authorities.root().certificate());
    home.putCertificate("issuing", authorities.issuing().certificate());

    CertificationAuthority authority =
        new CertificationAuthority(
            authorities.issuing(),
            AuthorityServices.settings(configuration),
            store.certificates(),
            store.crls(),
            random,
            clock);
    vault.put(KeyName.ARCHIVE_RECEIPTS, signing(authority, "Archive receipts", home, "receipts"));
    vault.put(KeyName.ARCHIVE_TRANSPORT, opening(authority, "Archive transport", home, "archive"));
    vault.put(KeyName.BACKUP_SIGNING, signing(authority, "Backup signing", home, "backup-signing"));
    vault.put(KeyName.BACKUP, opening(authority, "Backup", home, "backup"));
    vault.put(KeyName.DRILL, opening(authority, "Backup drill", home, "drill"));
    makeCanaries(authority, home, vault, store);
    vault.put(KeyName.TLS, server(authority));
    vault.put(KeyName.TSA, timeStamps(authority, home));
    authority.publishCrls();
  }

  /** Keys that are nobody's, archived as people's are, for drills to open. */
  private void makeCanaries(
      CertificationAuthority authority, Home home, KeyVault vault, Store store) throws IOException {
    List<DecryptionIdentity> holders = new ArrayList<>();
    for (int i = 1; i <= configuration.archive().officers(); i++) {
      holders.add(opening(authority, "Canary holder " + i, home, "canary-" + i));
    }
    vault.put(KeyName.CANARIES, holders);
    KeyArchive archive =
        new KeyArchive(
            store.archive(),
            Canary.holders(holders.stream().map(DecryptionIdentity::certificate).toList()),
            new Quorum(configuration.archive().quorum(), holders.size()),
            vault.signing(KeyName.ARCHIVE_RECEIPTS).key(),
            key -> List.of(),
            random);
    for (KeyAlgorithm algorithm : CANARIES) {
      if (!(archive.archive(KeyPairs.encryption(algorithm, random), Canary.OWNER, now())
          instanceof KeyArchive.Outcome.Archived)) {
        throw new IllegalStateException("canary of " + algorithm + ": was not archived");
      }
    }
  }

  private SigningIdentity signing(
      CertificationAuthority authority, String role, Home home, String name) throws IOException {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate certificate =
        issued(
            authority.issueService(
                ServiceKind.ARCHIVE_SIGNING, key.publicKey(), ServiceNames.of(subject(role))));
    home.putCertificate(name, certificate);
    return new SigningIdentity(key, path(certificate, authority));
  }

  private DecryptionIdentity opening(
      CertificationAuthority authority, String role, Home home, String name) throws IOException {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, random);
    Certificate certificate =
        issued(
            authority.issueService(
                ServiceKind.ARCHIVE, key.publicKey(), ServiceNames.of(subject(role))));
    home.putCertificate(name, certificate);
    return new DecryptionIdentity(key, certificate);
  }

  private SigningIdentity server(CertificationAuthority authority) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate certificate =
        issued(
            authority.issueService(
                ServiceKind.TLS_SERVER,
                key.publicKey(),
                ServiceNames.ofServer(
                    new SubjectName("localhost", Optional.of(configuration.organization())),
                    List.of("localhost"))));
    return new SigningIdentity(key, path(certificate, authority));
  }

  private SigningIdentity timeStamps(CertificationAuthority authority, Home home)
      throws IOException {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate certificate =
        issued(
            authority.issueService(
                ServiceKind.TSA, key.publicKey(), ServiceNames.of(subject("Time stamps"))));
    home.putCertificate("tsa", certificate);
    return new SigningIdentity(key, path(certificate, authority));
  }

  private SubjectName subject(String role) {
    return new SubjectName(
        configuration.organization() + " " + role, Optional.of(configuration.organization()));
  }

  private Instant now() {
    return clock.instant();
  }

  private static List<Certificate> path(Certificate first, CertificationAuthority authority) {
    return Stream.concat(Stream.of(first), authority.path().stream()).toList();
  }

  private static Certificate issued(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new Failure(
            ExitCode.USAGE, folder + ": is not empty; name a new folder for the new system");
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
