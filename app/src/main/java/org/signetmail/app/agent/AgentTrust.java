package org.signetmail.app.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent relies on: roots, certificates that help to find a path, revocation lists. Files
 * are looked at again when they change, a list among them; one that has become unreadable changes
 * nothing. Thread-safe.
 */
public final class AgentTrust implements Supplier<PathValidator.Context> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentTrust.class);
  private static final long LARGEST = 128L << 20; // a revocation list

  private final List<Path> roots;
  private final List<Path> helping;
  private final List<Certificate> known;
  private final List<Path> lists;
  private Moment moment;

  private record Moment(List<FileTime> written, PathValidator.Context context) {}

  /**
   * @param helping files of certificates that help to find a path
   * @param known such certificates from elsewhere: those above the person's own, as a rule
   *     colleagues' too
   * @param lists revocation lists; what one of them says is enforced
   * @throws IOException with one line, when a file cannot be read
   */
  public AgentTrust(List<Path> roots, List<Path> helping, List<Certificate> known, List<Path> lists)
      throws IOException {
    this.roots = List.copyOf(roots);
    this.helping = List.copyOf(helping);
    this.known = List.copyOf(known);
    this.lists = List.copyOf(lists);
    this.moment = new Moment(written(), read());
  }

  @Override
  public synchronized PathValidator.Context get() {
    try {
      List<FileTime> now = written();
      if (!now.equals(moment.written())) {
        moment = new Moment(now, read());
      }
    } catch (IOException e) {
      LOG.warn("what was read before counts on: {}", e.getMessage());
    }
    return moment.context();
  }

  private List<FileTime> written() throws IOException {
    List<FileTime> written = new ArrayList<>();
    for (List<Path> files : List.of(roots, helping, lists)) {
      for (Path file : files) {
        written.add(Files.getLastModifiedTime(file));
      }
    }
    return written;
  }

  private PathValidator.Context read() throws IOException {
    List<CertificateList> revocations = new ArrayList<>();
    for (Path file : lists) {
      revocations.addAll(Certificates.readCrls(octets(file), file.toString()));
    }
    List<Certificate> between = new ArrayList<>(known);
    between.addAll(certificates(helping));
    return new PathValidator.Context(
        certificates(roots),
        between,
        RevocationEvidence.of(revocations, List.of()),
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  private static List<Certificate> certificates(List<Path> files) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      certificates.addAll(Certificates.read(octets(file), file.toString()));
    }
    return certificates;
  }

  private static byte[] octets(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": is larger than 128 MiB; no such file is");
    }
    return Files.readAllBytes(file);
  }
}
