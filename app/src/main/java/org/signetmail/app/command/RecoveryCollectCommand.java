package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.app.organization.RingByPolicy;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.Recovery;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet recovery collect}: the receiver comes for what was released. */
@Command(
    name = "collect",
    header = {"Example: signet recovery collect R-7K3Q-M2 --key new.p12 -o history.p12", ""},
    description = {
      "The receiver takes the keys, which nobody else can open: all in one file with the present"
          + " ones, each in a file of its own, or still sealed."
    })
final class RecoveryCollectCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private Keys keys = new Keys();

  @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
  private String id = "";

  @Mixin private History history = new History();

  @Option(
      names = "--sealed",
      paramLabel = "FILE",
      description = "Writes what was released, still sealed, for another machine or a station.")
  private @Nullable Path sealed;

  @Override
  public Integer call() throws Exception {
    history.requireOne(sealed);
    try (Organization organization = home.open()) {
      RecoveryDesk desk = new RecoveryDesk(organization);
      Mailbox to = RecoveryDesk.mailbox(keys.signer().certificate());
      switch (desk.collect(CaseId.of(id), to)) {
        case Recovery.Collected.Refused(List<Finding> findings) ->
            throw new Failure(ExitCode.FAILED, findings.getFirst().line());
        case Recovery.Collected.Released(KeyRelease release, long index) -> {
          if (sealed != null) {
            PrivateFiles.write(sealed, release.encoded());
            System.out.println("What was released is, sealed, in " + sealed);
          } else {
            List<DecryptionIdentity> back = desk.recover(release, keys.readers().getFirst());
            history.write(keys, back);
            history.follow(organization, to, back);
          }
          System.out.println("The release is log entry " + index);
        }
      }
    }
    return ExitCode.DONE.number();
  }

  /** Where a person's former keys go. */
  static final class History {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "KEYS.p12",
        description = "New and old keys together, under a password; may be the file of --key.")
    private @Nullable Path together;

    @Option(
        names = "--separate",
        paramLabel = "FOLDER",
        description = "Each old key in a PKCS#12 of its own, for programs that take one at a time.")
    private @Nullable Path folder;

    @Mixin private NewPassword newPassword = new NewPassword();
    @Mixin private GatewayReads gateway = new GatewayReads();

    /**
     * @param other another place, that the command knows of
     */
    void requireOne(@Nullable Path other) {
      int places = (together == null ? 0 : 1) + (folder == null ? 0 : 1) + (other == null ? 0 : 1);
      if (places != 1) {
        throw Failure.usage("recovery: where to? give one of -o KEYS.p12, --separate FOLDER");
      }
    }

    void write(Keys keys, List<DecryptionIdentity> back) throws IOException {
      if (together != null) {
        List<DecryptionIdentity> all = new ArrayList<>(keys.readers());
        back.stream().filter(one -> !holds(all, one)).forEach(all::add);
        SigningIdentity signer = keys.signer();
        PrivateFiles.write(
            together, KeyFile.write(signer, all, newPassword.obtain(together.toString())));
        System.out.println(back.size() + " keys are back, with the present ones in " + together);
      } else if (folder != null) {
        char[] password = newPassword.obtain(folder.toString());
        for (DecryptionIdentity one : back) {
          String name = name(one.certificate(), back);
          PrivateFiles.write(
              folder.resolve(name), KeyFile.writeDecryption(List.of(one), List.of(), password));
        }
        System.out.println(back.size() + " keys are back, each in a file of " + folder);
      }
    }

    /** Into the gateway's ring, where it reads for the owner. */
    void follow(Organization organization, Mailbox owner, List<DecryptionIdentity> back) {
      int added = new RingByPolicy(organization).history(owner, back, gateway.consent());
      if (added > 0) {
        System.out.println(added + " of them are in the gateway's ring too");
      }
    }

    /** By the serial number; with part of the fingerprint where two authorities gave the same. */
    private static String name(Certificate certificate, List<DecryptionIdentity> all) {
      boolean twice =
          all.stream()
              .map(DecryptionIdentity::certificate)
              .anyMatch(
                  one -> one.serial().equals(certificate.serial()) && !one.equals(certificate));
      String serial = certificate.serialHex();
      return twice
          ? serial + "-" + certificate.fingerprint().substring(0, 16) + ".p12"
          : serial + ".p12";
    }

    private static boolean holds(List<DecryptionIdentity> all, DecryptionIdentity wanted) {
      return all.stream().anyMatch(one -> one.certificate().equals(wanted.certificate()));
    }
  }

  /** The password of a file that is written beside one that is read. */
  static final class NewPassword {
    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        description = "The first line protects the new file; else SIGNET_PASSWORD, else a prompt.")
    private @Nullable Path file;

    char[] obtain(String what) throws IOException {
      return Password.of(file).obtain(what);
    }
  }
}
