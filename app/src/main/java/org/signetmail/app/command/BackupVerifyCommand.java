package org.signetmail.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Home;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.log.ServedLog;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.LogEvidence;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.LogReader;
import org.signetmail.tlog.NoteVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet backup verify}: without keys, and with the log where it is at hand. */
@Command(
    name = "verify",
    header = {"Example: signet backup verify --trust root.pem --home signet-home /mnt/backups", ""},
    description = {
      "Proves without keys that the newest backup, and every one it builds on, is whole.",
      "With the log (--home, or --log and --vkey): also that nothing was left out of it, and that"
          + " there is no newer one.",
      "Given the report of a drill (a .json or .txt beside its .p7s): that it is signed."
    })
final class BackupVerifyCommand implements Callable<Integer> {
  @Option(names = "--trust", required = true, paramLabel = "ROOT", description = "Our root.")
  private Path root = Path.of("");

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "The system, whose log is asked and which notes that this was verified.")
  private @Nullable Path home;

  @Option(
      names = "--log",
      paramLabel = "URL",
      description = "Where the log is served: https://host/log.")
  private @Nullable String log;

  @Option(names = "--vkey", paramLabel = "FILE", description = "The log's verifier key.")
  private @Nullable Path vkey;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "The root of the server's certificate, where the platform does not know it.")
  private @Nullable Path tlsTrust;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "The newest of before this: 2026-11-23T12:00:00Z.")
  private @Nullable String until;

  @Option(names = "--json", description = "One JSON document.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "PLACE",
      description = "Files, or folders of them; what one builds on is found beside it.")
  private List<Path> places = List.of();

  @Override
  public Integer call() throws Exception {
    Certificate trusted = certificate(root);
    if (isReport(places.getFirst())) {
      return report(trusted, places.getFirst());
    }
    Optional<NoteVerifier> key = logKey();
    BackupChain chain = chain(places, time(until));
    Backup.Verification.Whole whole = whole(chain, trusted);
    if (!json) {
      describe(whole);
    }
    boolean asked = home != null || log != null;
    if (home != null) {
      askSystem(new Home(home), chain);
    } else if (log != null) {
      askServed(log, key.orElseThrow(), chain);
    }
    if (json) {
      Json.print(System.out, out -> write(out, whole, asked));
    } else if (asked) {
      System.out.println("the log knows it, and no newer one; nothing was left out");
    }
    return ExitCode.DONE.number();
  }

  private static Backup.Verification.Whole whole(BackupChain chain, Certificate trusted)
      throws IOException {
    try (ProgressLine progress = new ProgressLine()) {
      Backup.Verification came = Backups.verify(chain, trusted, InstantSource.system(), progress);
      progress.end();
      return switch (came) {
        case Backup.Verification.Whole whole -> whole;
        case Backup.Verification.NotWhole(List<Finding> findings) -> throw refused(findings);
      };
    }
  }

  private static void describe(Backup.Verification.Whole whole) {
    BackupCommand.describe("Whole: backup of ", whole.manifest());
    for (BackupChain.Link link : whole.chain().links()) {
      System.out.println(link.manifest().kind() + ", " + link.manifest().at() + ", " + link.file());
    }
    System.out.println("made by " + whole.maker().displayName());
  }

  private static void write(
      JsonGenerator json, Backup.Verification.Whole whole, boolean knownToLog) {
    json.writeStartObject();
    json.writeStringProperty("result", "whole");
    json.writeBooleanProperty("log-asked", knownToLog);
    json.writeStringProperty("organization", whole.manifest().organization());
    json.writeStringProperty("at", whole.manifest().at().toString());
    json.writeStringProperty("maker", whole.maker().displayName());
    json.writeArrayPropertyStart("chain");
    for (BackupChain.Link link : whole.chain().links()) {
      json.writeStartObject();
      json.writeStringProperty("id", link.manifest().id());
      json.writeStringProperty("at", link.manifest().at().toString());
      json.writeStringProperty("kind", link.manifest().kind());
      json.writeStringProperty("file", link.file().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("rows");
    whole.manifest().rows().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void askSystem(Home where, BackupChain chain) throws IOException {
    try (Organization organization = Organization.open(where, InstantSource.system())) {
      ask(organization.store().log(), organization.log().verifier(), chain);
      Instant now = organization.now();
      chain
          .links()
          .forEach(link -> organization.store().backups().verified(link.manifest().id(), now));
    }
  }

  private void askServed(String url, NoteVerifier key, BackupChain chain) throws IOException {
    try (BoundedHttp http = LogVerifyCommand.http(tlsTrust)) {
      ask(ServedLog.open(url, http, Instant.now()), key, chain);
    } catch (LogFormatException e) {
      throw Failure.unreadable(url + ": " + e.getMessage(), e);
    }
  }

  private void ask(LogReader reader, NoteVerifier key, BackupChain chain) {
    List<Finding> findings = new LogEvidence(reader, key).objections(chain, time(until));
    if (!findings.isEmpty()) {
      throw refused(findings);
    }
  }

  private Optional<NoteVerifier> logKey() throws IOException {
    if (log == null) {
      return Optional.empty();
    }
    if (vkey == null) {
      throw Failure.usage("--log: wants --vkey as well; give the log's verifier key");
    }
    try {
      return Optional.of(NoteVerifier.parse(Files.readString(vkey).strip()));
    } catch (LogFormatException e) {
      throw Failure.unreadable(
          vkey + ": is no verifier key of a log (C2SP signed-note); give the home's log.vkey", e);
    }
  }

  private static boolean isReport(Path place) {
    return Files.exists(place.resolveSibling(place.getFileName() + ".p7s"));
  }

  private static int report(Certificate trusted, Path file) throws IOException {
    byte[] signature = Files.readAllBytes(file.resolveSibling(file.getFileName() + ".p7s"));
    try (InputStream content = Files.newInputStream(file)) {
      switch (Backups.verifyReport(signature, content, trusted, InstantSource.system())) {
        case Backups.Report.Signed(Certificate maker) ->
            System.out.println(file + ": signed by " + maker.displayName());
        case Backups.Report.NotSigned(String why) ->
            throw new Failure(ExitCode.FAILED, file + ": " + why + " (RFC 5652 §5.4)");
      }
    }
    return ExitCode.DONE.number();
  }

  static BackupChain chain(List<Path> places, Optional<Instant> until) throws IOException {
    for (Path place : places) {
      if (!Files.exists(place)) {
        throw new java.nio.file.NoSuchFileException(place.toString());
      }
    }
    return switch (Backups.find(places, until)) {
      case BackupShelf.Found.Chain found -> found.chain();
      case BackupShelf.Found.None none -> throw refused(none.findings());
    };
  }

  static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (java.time.DateTimeException e) {
      throw Failure.usage("--until " + text + ": is no time; write 2026-11-23T12:00:00Z");
    }
  }

  static Certificate certificate(Path file) throws IOException {
    return Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).getFirst();
  }

  static Failure refused(List<Finding> findings) {
    Finding first = findings.getFirst();
    ExitCode code =
        first.code() == BackupFinding.BACKUP_NOT_A_BACKUP
            ? ExitCode.UNREADABLE
            : first.code() == BackupFinding.BACKUP_NOT_FOR_KEY
                ? ExitCode.NOT_FOR_US
                : ExitCode.FAILED;
    return new Failure(code, first.line());
  }
}
