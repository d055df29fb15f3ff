package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.ReplacementCeremony;
import org.signetmail.archive.Resealing;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet officer replace}: other officers, or another quorum, for all that is archived. */
@Command(
    name = "replace",
    header = {
      "Example: signet officer replace --out omar@example.com --in nina@example.com"
          + " --key olivia.p12 --key ottilie.p12",
      ""
    },
    description = {
      "Seals the archive to other officers, with a quorum of the present ones there with their"
          + " keys.",
      "New keys go to the new officers at once; every old share is worthless when it is done.",
      "May be stopped at any time: without --in, --out and --quorum it goes on where it was."
    },
    sortOptions = false)
final class OfficerReplaceCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--out",
      paramLabel = "ADDRESS",
      description = "An officer who leaves; repeatable.")
  private List<String> out = new ArrayList<>();

  @Option(
      names = "--in",
      paramLabel = "ADDRESS",
      description = {
        "An officer who was enrolled and waits; repeatable. In the place of the one with the same",
        "address, when there is one: new keys for the same person."
      })
  private List<String> in = new ArrayList<>();

  @Option(
      names = "--quorum",
      paramLabel = "M",
      description = "How many must act together from now on; as before when left out.")
  private @Nullable Integer quorum;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The own keys of each officer who is present: " + Keys.DESCRIPTION)
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "Opens a --key: the first the first, the second the second, and so on; where there is"
            + " none,",
        "SIGNET_PASSWORD, else a prompt."
      })
  private List<Path> passwords = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<DecryptionIdentity> readers = readers();
    try (Organization organization = home.open()) {
      ReplacementCeremony ceremony = new ReplacementCeremony(organization, readers);
      boolean asksForChange = !in.isEmpty() || !out.isEmpty() || quorum != null;
      if (asksForChange) {
        System.out.println(ceremony.open(mailboxes(out), mailboxes(in), quorum));
      } else if (!ceremony.isUnderWay()) {
        throw Failure.usage(
            "officer replace: no replacement is under way; say who goes and who comes with --out"
                + " and --in, or --quorum");
      }
      try (Rate rate = new Rate("seal again", "records")) {
        return say(ceremony.run(rate::of));
      }
    }
  }

  /** Each officer's keys have a password of their own. */
  private List<DecryptionIdentity> readers() throws IOException {
    List<DecryptionIdentity> readers = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Password password = Password.of(i < passwords.size() ? passwords.get(i) : null);
      readers.addAll(new Keys(List.of(keys.get(i)), password).readers());
    }
    return readers;
  }

  private static int say(Resealing.Outcome outcome) {
    return switch (outcome) {
      case Resealing.Outcome.Done(long sealed, long index) -> {
        System.out.println(
            sealed
                + " records are sealed again; every old share is worthless (log entry "
                + index
                + ")");
        yield ExitCode.DONE.number();
      }
      case Resealing.Outcome.Waiting(long sealed, long left, List<String> cases) -> {
        System.out.println(sealed + " records are sealed again; " + left + " wait for open cases:");
        System.out.println("  " + String.join(", ", cases));
        System.out.println("Next, when these are closed: signet officer replace --key …");
        yield ExitCode.INDETERMINATE.number();
      }
      case Resealing.Outcome.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }

  private static List<Mailbox> mailboxes(List<String> addresses) {
    return addresses.stream().map(Mailbox::of).toList();
  }
}
