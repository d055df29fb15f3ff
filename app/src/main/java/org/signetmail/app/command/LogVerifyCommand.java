package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.log.ServedLog;
import org.signetmail.app.organization.Organization;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.Auditor;
import org.signetmail.tlog.Cosignature;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.ProofFile;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.Verification;
import org.signetmail.tlog.Witness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet log verify}: by its keeper, or from outside with nothing but the verifier key. */
@Command(
    name = "verify",
    header = {"Example: signet log verify --url https://signet.example/log --vkey log.vkey", ""},
    description = {
      "Without FILE and --url: recomputes this system's whole log against its signed checkpoints.",
      "With --url and --vkey: the same from outside, over HTTP.",
      "With FILE and --vkey: checks a proof, needing nothing else."
    })
final class LogVerifyCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--vkey",
      paramLabel = "FILE",
      description = "The log's verifier key, from its log.vkey or /log/vkey.")
  private @Nullable Path vkey;

  @Option(names = "--url", description = "Where the log is served: https://host/log.")
  private @Nullable String url;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "The root of the server's certificate, where the platform does not know it.")
  private @Nullable Path tlsTrust;

  @Option(
      names = "--remembered",
      paramLabel = "FILE",
      description = "A checkpoint kept elsewhere, which the log must still contain; repeatable.")
  private List<Path> remembered = new ArrayList<>();

  @Option(
      names = "--witness",
      paramLabel = "FILE",
      description = "The vkey of a witness who must have signed the checkpoint; repeatable.")
  private List<Path> witnesses = new ArrayList<>();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "A proof.")
  private @Nullable Path file;

  @Override
  public Integer call() throws Exception {
    try {
      if (file != null) {
        return proof(file);
      }
      return url == null ? audit() : served(url);
    } catch (LogFormatException e) {
      throw Failure.unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private Integer audit() throws IOException {
    try (Organization organization = home.open()) {
      Audit audit = organization.log().audit(notes());
      return said(audit, organization.log().latestCheckpoint().map(PublishedCheckpoint::note));
    }
  }

  private Integer served(String address) throws IOException {
    NoteVerifier key = key("a log at an address");
    try (BoundedHttp http = http(tlsTrust)) {
      ServedLog log = ServedLog.open(address, http, Instant.now());
      Audit audit = new Auditor(log, key).audit(notes());
      return said(audit, log.latestCheckpoint().map(PublishedCheckpoint::note));
    }
  }

  private Integer said(Audit audit, Optional<SignedNote> checkpoint) throws IOException {
    return switch (audit) {
      case Audit.Consistent(long size, var root) -> {
        System.out.println("The log is whole: " + size + " entries under " + root.base64());
        if (checkpoint.isPresent()) {
          cosigned("log", checkpoint.get());
        }
        yield ExitCode.DONE.number();
      }
      case Audit.Broken(String what, long index) ->
          throw new Failure(
              ExitCode.FAILED,
              "log: entry "
                  + index
                  + ": "
                  + what
                  + " (C2SP tlog-checkpoint); keep what you have of it and call your auditor");
    };
  }

  private Integer proof(Path proofFile) throws IOException {
    NoteVerifier key = key("a proof");
    ProofFile proof = ProofFile.parse(Input.smallFile(proofFile, "a proof"));
    return switch (proof.verify(key)) {
      case Verification.Verified<ProofFile.Logged>(ProofFile.Logged logged) -> {
        System.out.println(
            "Entry " + logged.index() + " of " + logged.checkpoint().size() + " is in the log:");
        System.out.println("  " + new String(logged.entry().leaf(), StandardCharsets.UTF_8));
        cosigned(proofFile.toString(), proof.checkpoint());
        yield ExitCode.DONE.number();
      }
      case Verification.Refused<ProofFile.Logged>(String reason) ->
          throw new Failure(
              ExitCode.FAILED,
              proofFile + ": " + reason + " (RFC 9162 §2.1.3.2); ask for a new proof");
    };
  }

  /** Every witness that was named must have signed. */
  private void cosigned(String object, SignedNote checkpoint) throws IOException {
    for (Path one : witnesses) {
      Witness witness = Witness.parse(Files.readString(one).strip());
      switch (witness.verify(checkpoint)) {
        case Verification.Verified<Cosignature>(Cosignature word) ->
            System.out.println("Witnessed by " + word.witness() + " at " + word.at());
        case Verification.Refused<Cosignature>(String reason) ->
            throw new Failure(
                ExitCode.FAILED,
                object + ": " + reason + "; ask again later, then ask the log's keeper why");
      }
    }
  }

  private List<SignedNote> notes() throws IOException {
    List<SignedNote> notes = new ArrayList<>();
    for (Path note : remembered) {
      notes.add(SignedNote.parse(Input.smallFile(note, "a checkpoint")));
    }
    return notes;
  }

  private NoteVerifier key(String what) throws IOException {
    if (vkey == null) {
      throw Failure.usage("log verify: " + what + " needs the log's key; give --vkey FILE");
    }
    return NoteVerifier.parse(Files.readString(vkey).strip());
  }

  /** To servers under a root, or under those that the platform knows. */
  static BoundedHttp http(@Nullable Path tlsTrust) throws IOException {
    return tlsTrust == null
        ? new BoundedHttp(PATIENCE)
        : new BoundedHttp(PATIENCE, Input.tlsUnder(tlsTrust));
  }
}
