package org.signetmail.app.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.app.Failure;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.KeyImport;
import org.signetmail.archive.SealedKeys;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RecoveryBlob;

/**
 * Files of former systems, one after the other: opened, their keys judged and archived, forgotten.
 * Only one file is in memory at a time. A run that is interrupted is begun again: what is in the
 * archive is recognised.
 */
public final class ImportRun {
  private static final int LARGEST = 10 << 20; // octets, as KeyFile
  private static final int DEEPEST = 8; // folders

  private final Organization organization;
  private final KeyImport keyImport;
  private final Terms terms;
  private final Set<Mailbox> told = new HashSet<>();
  private final SealedKeys sealed;

  /**
   * @param list what is known of single files
   * @param password tried on files of which the list says none
   * @param owner of all files of which the list says none
   * @param agents open what was sealed to key recovery agents of the former system
   */
  public record Terms(
      ImportList list,
      Optional<char[]> password,
      Optional<Mailbox> owner,
      List<DecryptionIdentity> agents,
      KeyImport.Mode mode) {}

  public ImportRun(Organization organization, Terms terms) throws IOException {
    this.organization = organization;
    this.keyImport = organization.archiving().keyImport();
    this.terms = terms;
    List<DecryptionIdentity> openers = new ArrayList<>(terms.agents());
    openers.add(organization.vault().decryption(KeyName.ARCHIVE_TRANSPORT));
    this.sealed = new SealedKeys(openers);
  }

  /** Whose keys are archived hears of it (FPKI Common Policy §4.12.1), once a run. */
  private void tell(Mailbox owner) {
    organization
        .notices()
        .letter(
            owner,
            organization.now(),
            "Your former encryption keys are archived",
            """
            Encryption keys that you had in a former system came into the key archive, so that
            old mail to you can be read again: by you, when you ask for them ('signet recovery
            request'), and by nobody alone. Recovery officers decide of every request, and you
            are told of each.

            When      %s

            Keys that sign are not among them. Was this not to be? Tell your administrator.
            """
                .formatted(organization.now()));
  }

  /** How far it is. */
  public interface Progress {
    void of(long done, long left);
  }

  /** Takes each file; a row a key, or a row a file that gave none. */
  public void run(List<Path> files, Progress progress, Consumer<ImportRow> rows)
      throws IOException {
    long done = 0;
    for (Path file : files) {
      for (ImportRow row : one(file)) {
        if (row.isArchived()) {
          row.owner().filter(told::add).ifPresent(this::tell);
        }
        rows.accept(row);
      }
      done++;
      progress.of(done, files.size() - done);
    }
  }

  /**
   * The files to take, those of folders in order of name; hidden ones are passed over.
   *
   * @param except a file that lies among them and is none
   */
  public static List<Path> files(List<Path> given, Optional<Path> except) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    for (Path path : given) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> found = Files.walk(path, DEEPEST)) {
        found
            .filter(Files::isRegularFile)
            .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
            .sorted()
            .forEach(files::add);
      }
    }
    if (except.isPresent()) {
      Path list = except.get().toAbsolutePath().normalize();
      files.removeIf(file -> file.toAbsolutePath().normalize().equals(list));
    }
    return List.copyOf(files);
  }

  private List<ImportRow> one(Path file) throws IOException {
    byte[] bytes = octets(file);
    try {
      ImportList.Row known = terms.list().of(file);
      return results(file, bytes, known).stream()
          .map(taken -> ImportRow.of(file.toString(), taken.result(), taken.warning()))
          .toList();
    } catch (KeyFile.Unreadable e) {
      return List.of(ImportRow.of(file.toString(), e));
    } catch (Unopened e) {
      return List.of(ImportRow.of(file.toString(), e.finding));
    } catch (Failure | IllegalArgumentException e) {
      return List.of(ImportRow.of(file.toString(), "not-taken", file + ": " + e.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** A key, and what is to be said of how it came. */
  private record Taken(KeyImport.Result result, String warning) {
    static List<Taken> of(List<KeyImport.Result> results) {
      return results.stream().map(result -> new Taken(result, "")).toList();
    }
  }

  /** By what the file is: sealed to us or to an agent of the former system, or a key file. */
  private List<Taken> results(Path file, byte[] bytes, ImportList.Row known) throws IOException {
    if (ArchivalRequest.isLike(bytes)) {
      return requests(file, bytes, known);
    }
    if (RecoveryBlob.isLike(bytes)) {
      SealedKeys.Outcome opened = sealed.open(named(file, () -> RecoveryBlob.of(bytes)));
      return List.of(take(opened, owners(known)));
    }
    try {
      return Taken.of(
          keyImport.take(
              opened(bytes, known, file.toString()),
              owners(known),
              terms.mode(),
              organization.now()));
    } catch (KeyFile.Unreadable e) {
      List<KeyImport.Result> learnt = certificates(bytes, file);
      if (learnt.isEmpty()) {
        throw e;
      }
      return Taken.of(learnt);
    }
  }

  /** The keys of a CRMF file, each for the one who asks. */
  private List<Taken> requests(Path file, byte[] bytes, ImportList.Row known) throws IOException {
    Optional<Mailbox> wanted = namedOwner(known);
    List<Taken> results = new ArrayList<>();
    for (ArchivalRequest request : named(file, () -> ArchivalRequest.read(bytes))) {
      SealedKeys.Outcome opened = sealed.open(request, wanted);
      Optional<Mailbox> owner =
          opened instanceof SealedKeys.Outcome.Opened one
              ? wanted.or(() -> one.owner().filter(this::isPerson))
              : Optional.empty();
      results.add(take(opened, certificates -> owner));
    }
    return results;
  }

  private Taken take(SealedKeys.Outcome opened, KeyImport.Owners owners) throws Unopened {
    return switch (opened) {
      case SealedKeys.Outcome.Opened(var key, var certificates, var _, var warnings) ->
          new Taken(
              keyImport.take(key, certificates, owners, terms.mode(), organization.now()),
              warnings.stream()
                  .map(one -> one.code().code() + ": " + one.line())
                  .collect(Collectors.joining("; ")));
      case SealedKeys.Outcome.Refused(List<Finding> findings) ->
          throw new Unopened(findings.getFirst());
    };
  }

  /** Certificates alone, over keys that are archived. */
  private List<KeyImport.Result> certificates(byte[] bytes, Path file) {
    try {
      return Certificates.read(bytes, file.toString()).stream()
          .flatMap(one -> keyImport.take(one, terms.mode(), organization.now()).stream())
          .toList();
    } catch (IOException e) {
      return List.of(); // none: what the file is was said already
    }
  }

  /** A sealed key that does not open, or is not for the archive. */
  private static final class Unopened extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Finding finding;

    Unopened(Finding finding) {
      super(finding.line());
      this.finding = finding;
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T named(Path file, Reading<T> reading) throws KeyFile.Unreadable {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new KeyFile.Unreadable(
          KeyFile.Unreadable.Reason.UNSUPPORTED,
          file + ": " + e.getMessage() + "; have it made again, or bring the key as PKCS#12");
    }
  }

  /** With its own password, then with the one of all, then with none. */
  private KeyFile opened(byte[] bytes, ImportList.Row known, String name)
      throws KeyFile.Unreadable {
    List<char[]> passwords = new ArrayList<>();
    known.password().map(String::toCharArray).ifPresent(passwords::add);
    terms.password().ifPresent(passwords::add);
    passwords.add(new char[0]);
    KeyFile.Unreadable first = null;
    for (char[] password : passwords) {
      try {
        return KeyFile.read(bytes, password, name);
      } catch (KeyFile.Unreadable e) {
        first = first == null ? e : first;
        if (e.reason() != KeyFile.Unreadable.Reason.WRONG_PASSWORD) {
          throw e;
        }
      }
    }
    throw first;
  }

  /** Whom the administrator names, else the one of our people whom the certificates name. */
  private KeyImport.Owners owners(ImportList.Row known) {
    Optional<Mailbox> named = namedOwner(known);
    return named.isPresent() ? certificates -> named : this::person;
  }

  private Optional<Mailbox> namedOwner(ImportList.Row known) {
    return known.owner().map(organization::ourMailbox).or(terms::owner);
  }

  private boolean isPerson(Mailbox mailbox) {
    return organization.store().people().find(mailbox).isPresent();
  }

  private Optional<Mailbox> person(List<Certificate> certificates) {
    List<Mailbox> people =
        certificates.stream()
            .flatMap(certificate -> certificate.mailboxes().stream())
            .distinct()
            .filter(this::isPerson)
            .toList();
    return people.size() == 1 ? Optional.of(people.getFirst()) : Optional.empty();
  }

  private static byte[] octets(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1); // KeyFile says what a larger one is
    }
  }
}
