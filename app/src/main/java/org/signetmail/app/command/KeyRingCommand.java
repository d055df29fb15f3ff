package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RingByPolicy;
import org.signetmail.app.organization.RingCeremony;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet keyring}: the keys that the gateway opens mail from outside with. */
@Command(
    name = "keyring",
    header = {"Example: signet keyring domain example.test --out gateway.pem", ""},
    description =
        "The keys that the gateway opens mail from outside with: a domain's, or people's. The"
            + " archive stays shut.",
    subcommands = {
      KeyRingCommand.DomainKey.class,
      KeyRingCommand.Add.class,
      KeyRingCommand.Transport.class,
      KeyRingCommand.ListThem.class,
      KeyRingCommand.Remove.class
    })
final class KeyRingCommand extends CommandGroup {
  @Command(
      name = "domain",
      header = {"Example: signet keyring domain example.com -o gateway.pem", ""},
      description = {
        "Makes a key that mail to all of a domain may be encrypted to, archives it, and writes its",
        "certificate for partners, who name it as your gateway."
      })
  static final class DomainKey implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DOMAIN", description = "One of ours.")
    private String domain = "";

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        description = "Where the certificate goes; standard output when left out.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RingCeremony.Added added = new RingCeremony(organization).domain(domain);
        String pem = added.certificate().pem();
        if (out == null) {
          System.out.print(pem);
        } else {
          Files.writeString(out, pem);
          System.out.println(
              domain
                  + ": mail to it may be encrypted to "
                  + out
                  + ", SHA-256 "
                  + added.certificate().fingerprint()
                  + "; log index "
                  + added.index());
        }
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "add",
      header = {"Example: signet keyring add alice@example.com --key alice.p12", ""},
      description = "Takes in the encryption key of one of our people, who hands it in.")
  static final class Add implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "Whose mail is opened.")
    private String address = "";

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "PKCS#12 or PEM with the encryption key and its certificate.")
    private String key = "";

    @Mixin private Password password = new Password();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        int added = 0;
        List<DecryptionIdentity> given = new Keys(List.of(key), password).readers();
        RingCeremony ceremony = new RingCeremony(organization);
        for (DecryptionIdentity identity : given) {
          RingCeremony.Added one = ceremony.person(mailbox, identity);
          System.out.println(
              mailbox
                  + ": mail to the key of "
                  + one.certificate().displayName()
                  + ", serial "
                  + one.certificate().serialHex()
                  + ", is opened by the gateway; log index "
                  + one.index());
          added++;
        }
        return (added > 0 ? ExitCode.DONE : ExitCode.FAILED).number();
      }
    }
  }

  @Command(
      name = "transport",
      header = {"Example: signet keyring transport > transport.pem", ""},
      description = {
        "Writes the certificate that a person's side seals the encryption key to, in the request",
        "for its certificates, so that the gateway reads for that person."
      })
  static final class Transport implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        System.out.print(new RingByPolicy(organization).transport().certificate().pem());
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet keyring list", ""},
      description = "Lists the keys by holder.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<KeyRingStore.Entry> entries = organization.store().keyRing().entries();
        if (json) {
          Json.print(
              System.out,
              out -> {
                out.writeStartArray();
                for (KeyRingStore.Entry one : entries) {
                  out.writeStartObject();
                  out.writeStringProperty("holder", name(one.holder()));
                  out.writeStringProperty("key", one.key().hex());
                  out.writeStringProperty("since", one.since().toString());
                  out.writeStringProperty("pem", one.certificate().pem());
                  out.writeEndObject();
                }
                out.writeEndArray();
              });
          return ExitCode.DONE.number();
        }
        Table table = new Table("opens mail of", "certificate", "serial", "until", "since");
        for (KeyRingStore.Entry one : entries) {
          table.row(
              name(one.holder()),
              one.certificate().displayName(),
              one.certificate().serialHex(),
              one.certificate().notAfter().toString(),
              one.since().toString());
        }
        table.print(System.out, "no key: the gateway opens nothing");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "remove",
      header = {"Example: signet keyring remove alice@example.com", ""},
      description = "Takes out all keys of a person or a domain: their mail is opened no more.")
  static final class Remove implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "HOLDER", description = "An address, or a domain.")
    private String holder = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RingHolder named =
            holder.contains("@")
                ? new RingHolder.Person(Mailbox.of(holder))
                : new RingHolder.Domain(holder);
        int removed = new RingCeremony(organization).remove(named);
        if (removed == 0) {
          throw new Failure(
              ExitCode.FAILED,
              holder + ": has no key in the ring; 'signet keyring list' shows who has");
        }
        System.out.println(
            holder + ": " + removed + (removed == 1 ? " key" : " keys") + " taken out");
      }
      return ExitCode.DONE.number();
    }
  }

  private static String name(RingHolder holder) {
    return switch (holder) {
      case RingHolder.Person(Mailbox mailbox) -> mailbox.toString();
      case RingHolder.Domain(String domain) -> domain;
    };
  }
}
