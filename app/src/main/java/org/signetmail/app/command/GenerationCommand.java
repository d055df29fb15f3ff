package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Rollover;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
}
