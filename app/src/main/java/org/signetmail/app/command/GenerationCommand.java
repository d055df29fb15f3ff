package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.AuthorityRevocation;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Reissue;
import org.signetmail.app.organization.Rollover;
import org.signetmail.app.organization.ServiceReissue;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What of {@code signet ca} needs the root's key. */
final class GenerationCommand {
  private GenerationCommand() {}

  /** The root's key, brought by an administrator. */
  static final class RootKey {
    @Option(
        names = "--root-key",
        paramLabel = "FILE",
        description = "The root's key from where it is kept; else HOME/offline/root.key.")
    private @Nullable Path file;

    SigningKey read(Organization organization) throws IOException {
      return organization
          .vault()
          .brought(file == null ? organization.vault().path(KeyName.ROOT) : file);
    }
  }

  @Command(
      name = "rollover",
      header = {"Example: signet ca rollover --root-key root.key", ""},
      description = {
        "Makes the next generation of the issuing authority, certified by the root: from then on",
        "it issues. The former one answers for what it issued. Restart 'signet up' afterwards."
      })
  static final class Rollovers implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private RootKey root = new RootKey();

    @Option(
        names = "--key",
        paramLabel = "KIND",
        description = "p-256, p-384, rsa-3072, rsa-4096, ed25519, ml-dsa-65; else as before.")
    private @Nullable String kind;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Certificate before = organization.issuing();
        KeyAlgorithm algorithm =
            kind == null
                ? before.keyAlgorithm().orElse(KeyAlgorithm.P_256)
                : KeyKind.of("--key", kind);
        Certificate next = new Rollover(organization).perform(root.read(organization), algorithm);
        System.out.println(next.displayName() + " issues from now on, until " + next.notAfter());
        System.out.println(
            before.displayName() + " answers for what it issued, until " + before.notAfter());
      } catch (IllegalArgumentException e) {
        throw Failure.refused(e);
      }
      System.out.println("Take the root's key away again, and restart 'signet up' on every node.");
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "root-list",
      header = {"Example: signet ca root-list --root-key root.key", ""},
      description = {
        "Publishes the root's revocation list for another year (S/MIME BR §4.9.7); without it",
        "nobody who insists on status accepts the issuing authority."
      })
  static final class RootList implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private RootKey root = new RootKey();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        new Rollover(organization).publishRootList(root.read(organization));
      }
      System.out.println("The root's list is published; take the root's key away again.");
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "reissue",
      header = {"Example: signet ca reissue -o reissued", ""},
      description = {
        "Certifies once more, by the present authority and over the same keys, what former ones",
        "certified and still counts: people's certificates and the system's own; the system's own",
        "also when they end within 30 days. Goes on where it was stopped."
      })
  static final class Reissues implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "FOLDER",
        description =
            "A file for each person goes there: the new certificates, for people to load.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Files.createDirectories(output);
        List<Certificate> services = new ServiceReissue(organization).services();
        services.forEach(
            one -> System.out.println(one.displayName() + " is certified until " + one.notAfter()));
        Reissue reissue = new Reissue(organization);
        reissue
            .ring()
            .forEach(one -> System.out.println(one.displayName() + " is in the key ring anew"));
        Reissue.People people = reissue.people(output, looked -> {});
        people.refused().forEach(line -> System.err.println("signet: " + line));
        System.out.println(
            people.certificates()
                + " certificates of "
                + people.people()
                + " people are issued again, in "
                + output
                + "; each is told by mail");
        System.out.println("Restart 'signet up' on every node.");
        return (people.refused().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
      }
    }
  }

  @Command(
      name = "revoke",
      header = {"Example: signet ca revoke --root-key root.key -o notice", ""},
      description = {
        "Ends a former issuing authority whose key somebody else has: in the root's list, with",
        "everything that it issued; its key is thrown away. Writes what partners need to know.",
        "First 'signet ca rollover', 'signet ca reissue', and new keys for the recovery officers."
      })
  static final class Revokes implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private RootKey root = new RootKey();

    @Parameters(
        arity = "0..1",
        paramLabel = "SHA256",
        description =
            "Its fingerprint, or the beginning, as 'ca show' has it; the only former one.")
    private @Nullable String fingerprint;

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "FOLDER",
        description = "A new folder, for what goes to partners.")
    private Path output = Path.of("");

    @Option(
        names = "--at-once",
        description = "Also when something of the system still stands on it, and falls with it.")
    private boolean atOnce;

    @Override
    public Integer call() throws Exception {
      if (Files.exists(output)) {
        throw Failure.usage(output + ": is there already; name a new folder");
      }
      try (Organization organization = home.open()) {
        Certificate former = former(organization);
        AuthorityRevocation revocation = new AuthorityRevocation(organization, former);
        List<String> dependents = revocation.dependents();
        if (!dependents.isEmpty() && !atOnce) {
          throw new Failure(ExitCode.FAILED, dependents.getFirst() + ", or say --at-once");
        }
        AuthorityRevocation.Ended ended = revocation.perform(root.read(organization));
        System.out.println(
            former.displayName()
                + " counts no more, nor do "
                + ended.certificates()
                + " certificates that it issued; the root's list says so");
        System.out.println(
            ended.key()
                ? "Its key is thrown away."
                : "Its key is not in a file here; delete it in its token, if it is in one.");
        dependents.forEach(line -> System.out.println("to do: " + line));
        List<String> partners = revocation.notice(output);
        System.out.println(
            "Send what is in "
                + output
                + (partners.isEmpty()
                    ? " to whoever relies on us."
                    : " to " + String.join(", ", partners) + ", and whoever else relies on us."));
      }
      System.out.println("Take the root's key away again, and restart 'signet up' on every node.");
      return ExitCode.DONE.number();
    }

    private Certificate former(Organization organization) {
      List<Certificate> all =
          organization.authority().generations().former().stream()
              .map(SigningIdentity::certificate)
              .filter(one ->
                  fingerprint == null
                      || one.fingerprint().startsWith(fingerprint.toLowerCase(Locale.ROOT)))
              .toList();
      String named = fingerprint == null ? "ca revoke" : fingerprint;
      if (organization.issuing().fingerprint().equals(fingerprint)) {
        throw new Failure(
            ExitCode.FAILED,
            named + ": is the authority that issues now; run 'signet ca rollover' first");
      }
      if (all.isEmpty()) {
        throw new Failure(
            ExitCode.FAILED,
            named + ": there is no such former authority; see 'signet ca show', and 'ca rollover'");
      }
      if (all.size() > 1) {
        throw Failure.usage(
            named + ": there are " + all.size() + " former authorities; name one by its sha256");
      }
      return all.getFirst();
    }
  }
}
