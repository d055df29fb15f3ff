package org.signetmail.app.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates in files, and in the files of folders: what a person has been given. A file is read
 * when it is new or has changed; what is no certificate is left out. Thread-safe.
 */
public final class FolderCertificates implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(FolderCertificates.class);
  private static final int MOST = 20_000; // files
  private static final int LARGEST = 1 << 20; // octets of one

  private final List<Path> places;
  private Map<Path, Held> held = new LinkedHashMap<>();

  private record Held(FileTime written, List<Certificate> certificates) {}

  /**
   * @param places files and folders; folders are not gone down into
   */
  public FolderCertificates(List<Path> places) {
    this.places = List.copyOf(places);
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public synchronized List<Certificate> find(Mailbox mailbox) throws IOException {
    Map<Path, Held> now = new LinkedHashMap<>();
    for (Path file : files()) {
      FileTime written = Files.getLastModifiedTime(file);
      Held before = held.get(file);
      now.put(
          file,
          before != null && before.written().equals(written)
              ? before
              : new Held(written, read(file)));
    }
    held = now;
    return now.values().stream()
        .flatMap(one -> one.certificates().stream())
        .filter(one -> one.mailboxes().contains(mailbox))
        .toList();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        files.add(place);
        continue;
      }
      try (Stream<Path> inside = Files.list(place)) {
        inside.filter(Files::isRegularFile).limit(MOST).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static List<Certificate> read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(file + ": is larger than 1 MiB");
      }
      return Certificates.read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      LOG.warn("left out: {}", e.getMessage());
      return List.of();
    }
  }
}
