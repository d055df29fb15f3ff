package org.signetmail.app.command;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.archive.Investigation;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.Scope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Octets;

/**
 * What an investigation gives out: a message a file, and {@code manifest.txt}, which says of every
 * message that was looked at what became of it. Both custodians sign the manifest, each in a file
 * beside it that {@code openssl cms -verify -binary} reads; without these two the folder is of an
 * examination that did not come to its end.
 *
 * <pre>{@code
 * signet recovery messages 1
 * case: R-7K3Q-M2
 * request: 5e88…                       SHA-256 of the signed request
 * station: 77af…                       SHA-256 of its certificate
 * scope: from … until …, with …
 * at: 2026-11-23T12:00:00Z
 * given: 1 9f86… 3b1c… passed <id>     number, SHA-256 of original and of what is given, verdict
 * left-out: 2 77af… out-of-time <id>   number, SHA-256 of original, why
 * end: 2 1                             looked at, given
 * }</pre>
 */
final class InvestigationFolder implements Closeable {
  private static final String MANIFEST = "manifest.txt";

  private final Path folder;
  private final OutputStream manifest;
  private int seen;
  private int given;

  private InvestigationFolder(Path folder, OutputStream manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  static InvestigationFolder begin(
      Path folder, KeyRelease release, Scope scope, Certificate station, Instant at)
      throws IOException {
    if (Files.exists(folder)) {
      throw new Failure(ExitCode.USAGE, folder + ": is there already; name a new folder");
    }
    PrivateFiles.createFolder(folder);
    InvestigationFolder begun =
        new InvestigationFolder(
            folder, new BufferedOutputStream(Files.newOutputStream(folder.resolve(MANIFEST))));
    begun.line("signet recovery messages 1");
    begun.line("case: " + release.caseId());
    begun.line("request: " + RecoveryRequest.digest(release.request()));
    begun.line("station: " + station.fingerprint());
    begun.line("scope: " + scope);
    begun.line("at: " + at.truncatedTo(ChronoUnit.SECONDS));
    return begun;
  }

  /** Writes down one message, and writes it out when it is given. */
  void add(int number, Octets original, Investigation.Examined examined) throws IOException {
    seen++;
    String before = written(original, OutputStream.nullOutputStream());
    if (examined.given().isEmpty()) {
      String why = examined.leftOut().map(Investigation.LeftOut::word).orElseThrow();
      line("left-out: " + number + " " + before + " " + why + " " + examined.messageId());
      return;
    }
    Path file = folder.resolve("%06d.eml".formatted(number));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      String after = written(examined.given().get(), out);
      line(
          "given: "
              + String.join(
                  " ",
                  Integer.toString(number),
                  before,
                  after,
                  examined.verdict(),
                  examined.messageId()));
    }
    given++;
  }

  /** A message that was too large to be looked at. */
  void passedOver(int number) throws IOException {
    seen++;
    line("left-out: " + number + " - " + Investigation.LeftOut.UNREADABLE.word() + " -");
  }

  /**
   * Ends the manifest and has it signed.
   *
   * @return a line for people
   */
  String finish(List<SigningIdentity> signers) throws IOException {
    line("end: " + seen + " " + given);
    manifest.close();
    Instant now = Instant.now();
    for (int i = 0; i < signers.size(); i++) {
      try (InputStream in = Files.newInputStream(folder.resolve(MANIFEST))) {
        Files.write(
            folder.resolve(MANIFEST + "." + (i + 1) + ".p7s"),
            DetachedSignature.sign(in, signers.get(i), now));
      }
    }
    return given
        + " of "
        + seen
        + " messages are given, in "
        + folder
        + "; the manifest is signed by "
        + String.join(
            " and ", signers.stream().map(one -> one.certificate().displayName()).toList());
  }

  @Override
  public void close() throws IOException {
    manifest.close();
  }

  private void line(String text) throws IOException {
    manifest.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String written(Octets octets, OutputStream out) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      octets.writeTo(new DigestOutputStream(out, digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
