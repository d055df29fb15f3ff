package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.ProofFile;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet log}: the transparency log. */
@Command(
    name = "log",
    header = {"Example: signet log verify --home signet-home", ""},
    description = "The transparency log: checkpoint, prove, verify.",
    subcommands = {LogCommand.Checkpoint.class, LogCommand.Prove.class, LogCommand.Verify.class})
final class LogCommand extends CommandGroup {
  @Command(
      name = "checkpoint",
      description = "Signs and prints a checkpoint; keep it where the system cannot reach it.")
  static final class Checkpoint implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        System.out.print(published(organization).note().format());
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "prove", description = "A proof, as a file, that an entry is in the log.")
  static final class Prove implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "INDEX", description = "The entry's number.")
    private long index;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        published(organization);
        ProofFile proof =
            organization
                .log()
                .prove(index)
                .orElseThrow(() -> Failure.usage("log: has no entry " + index + "; count from 0"));
        output.write(out -> out.write(proof.format()));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "verify",
      description = {
        "Without FILE: recomputes the whole log against its signed checkpoints.",
        "With FILE and --vkey: checks a proof, needing nothing else."
      })
  static final class Verify implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(
        names = "--vkey",
        paramLabel = "FILE",
        description = "The log's verifier key, from its log.vkey or /log/vkey.")
    private @Nullable Path vkey;

    @Option(
        names = "--remembered",
        paramLabel = "FILE",
        description = "A checkpoint kept elsewhere, which the log must still contain; repeatable.")
    private List<Path> remembered = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A proof.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
      try {
        return file == null ? audit() : proof(file);
      } catch (LogFormatException e) {
        throw Failure.unreadable(String.valueOf(e.getMessage()), e);
      }
    }

    private Integer audit() throws IOException {
      List<SignedNote> notes = new ArrayList<>();
      for (Path note : remembered) {
        notes.add(SignedNote.parse(Input.smallFile(note, "a checkpoint")));
      }
      try (Organization organization = home.open()) {
        return switch (organization.log().audit(notes)) {
          case Audit.Consistent(long size, var root) -> {
            System.out.println("The log is whole: " + size + " entries under " + root.base64());
            yield ExitCode.DONE.number();
          }
          case Audit.Broken(String what, long index) ->
              throw new Failure(
                  ExitCode.FAILED,
                  "log: entry "
                      + index
                      + ": "
                      + what
                      + " (C2SP tlog-checkpoint); keep this home as it is and call your auditor");
        };
      }
    }

    private Integer proof(Path proofFile) throws IOException {
      if (vkey == null) {
        throw Failure.usage("log verify: a proof needs the log's key; give --vkey FILE");
      }
      NoteVerifier key = NoteVerifier.parse(Files.readString(vkey).strip());
      ProofFile proof = ProofFile.parse(Input.smallFile(proofFile, "a proof"));
      return switch (proof.verify(key)) {
        case Verification.Verified<ProofFile.Logged>(ProofFile.Logged logged) -> {
          System.out.println(
              "Entry " + logged.index() + " of " + logged.checkpoint().size() + " is in the log:");
          System.out.println("  " + new String(logged.entry().leaf(), StandardCharsets.UTF_8));
          yield ExitCode.DONE.number();
        }
        case Verification.Refused<ProofFile.Logged>(String reason) ->
            throw new Failure(
                ExitCode.FAILED,
                proofFile + ": " + reason + " (RFC 9162 §2.1.3.2); ask for a new proof");
      };
    }
  }

  private static PublishedCheckpoint published(Organization organization) {
    return switch (organization.log().publish(organization.now())) {
      case Verification.Verified<PublishedCheckpoint>(PublishedCheckpoint published) -> published;
      case Verification.Refused<PublishedCheckpoint>(String reason) ->
          throw new Failure(
              ExitCode.FAILED,
              "log: " + reason + " (C2SP tlog-checkpoint); run 'signet log verify'");
    };
  }
}
