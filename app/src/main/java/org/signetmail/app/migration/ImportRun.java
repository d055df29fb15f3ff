package org.signetmail.app.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.KeyImport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;

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

  /**
   * @param list what is known of single files
   * @param password tried on files of which the list says none
   * @param owner of all files of which the list says none
   */
  public record Terms(
      ImportList list, Optional<char[]> password, Optional<Mailbox> owner, KeyImport.Mode mode) {}

  public ImportRun(Organization organization, Terms terms) throws IOException {
    this.organization = organization;
    this.keyImport = organization.keyImport();
    this.terms = terms;
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
      one(file).forEach(rows);
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
      KeyImport.Owners owners = owners(known);
      KeyFile keys = opened(bytes, known, file.toString());
      return keyImport.take(keys, owners, terms.mode(), organization.now()).stream()
          .map(result -> ImportRow.of(file.toString(), result))
          .toList();
    } catch (KeyFile.Unreadable e) {
      return List.of(ImportRow.of(file.toString(), e));
    } catch (Failure | IllegalArgumentException e) {
      return List.of(ImportRow.of(file.toString(), "not-taken", file + ": " + e.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
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
    Optional<Mailbox> named = known.owner().map(organization::ourMailbox).or(terms::owner);
    return named.isPresent() ? certificates -> named : this::person;
  }

  private Optional<Mailbox> person(List<Certificate> certificates) {
    List<Mailbox> people =
        certificates.stream()
            .flatMap(certificate -> certificate.mailboxes().stream())
            .distinct()
            .filter(mailbox -> organization.store().people().find(mailbox).isPresent())
            .toList();
    return people.size() == 1 ? Optional.of(people.getFirst()) : Optional.empty();
  }

  private static byte[] octets(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1); // KeyFile says what a larger one is
    }
  }
}
