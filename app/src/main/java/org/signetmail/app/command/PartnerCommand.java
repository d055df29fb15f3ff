package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.directory.Partner;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.Capabilities;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet partner}: other organisations whose roots count here, for their own mailboxes. */
@Command(
    name = "partner",
    header = {
      "Example: signet partner add \"Partner Ltd\" --root partner.pem --domain partner.example",
      ""
    },
    description = "Other organisations: add, list, remove.",
    subcommands = {
      PartnerCommand.Add.class,
      PartnerCommand.ListThem.class,
      PartnerCommand.Remove.class
    })
final class PartnerCommand extends CommandGroup {
  @Command(
      name = "add",
      header = {
        "Example: signet partner add \"Partner Ltd\" --root partner.pem --domain"
            + " partner.example",
        ""
      },
      description = {
        "Trusts another organisation's roots, for mailboxes of its domains and nothing else.",
        "Compare the fingerprint with the partner, by telephone or in person, before you do."
      })
  static final class Add implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME", description = "How you call it.")
    private String name = "";

    @Option(
        names = "--root",
        required = true,
        paramLabel = "FILE",
        description = "Its root certificates, PEM or DER; repeatable.")
    private List<Path> roots = new ArrayList<>();

    @Option(
        names = "--domain",
        required = true,
        description = "Whose mailboxes it vouches for; '.example.com' for all below; repeatable.")
    private Set<String> domains = new LinkedHashSet<>();

    @Option(
        names = "--gateway",
        paramLabel = "FILE",
        description = "The certificate of its gateway.")
    private @Nullable Path gateway;

    @Option(
        names = "--reads",
        paramLabel = "WORD",
        description =
            "What its people's programs open, as they told you: aes256-GCM, rsa-oaep; repeatable.")
    private Set<String> reads = new LinkedHashSet<>();

    @Override
    public Integer call() throws Exception {
      for (String word : reads) {
        if (!Capabilities.OURS.reads(word)) {
          throw Failure.usage(
              "--reads "
                  + word
                  + ": is nothing that is made here; known are "
                  + String.join(", ", new TreeSet<>(Capabilities.OURS.words())));
        }
      }
      List<Certificate> found = new ArrayList<>();
      for (Path file : roots) {
        found.addAll(Certificates.read(Input.smallFile(file, "a certificate"), file.toString()));
      }
      Set<String> lower = new TreeSet<>();
      domains.forEach(domain -> lower.add(domain.toLowerCase(Locale.ROOT)));
      Partner partner = new Partner(name, found, lower, gateway(), reads);
      try (Organization organization = home.open()) {
        for (String domain : partner.domains()) {
          requireNotOurs(organization, domain);
        }
        long index =
            organization
                .store()
                .partners()
                .add(partner, entry(EntryType.PARTNER_ADDED, organization, partner));
        System.out.println(
            partner.name()
                + " is trusted for "
                + String.join(", ", lower)
                + "; log index "
                + index);
        for (Certificate root : partner.roots()) {
          System.out.println("  " + root.displayName() + ", SHA-256 " + root.fingerprint());
          CertificateLint.lint(root).stream()
              .filter(Finding::isError)
              .forEach(finding -> System.out.println("  note: " + finding.line()));
        }
      }
      return ExitCode.DONE.number();
    }

    private Optional<Certificate> gateway() throws java.io.IOException {
      if (gateway == null) {
        return Optional.empty();
      }
      Certificate certificate =
          Certificates.read(Input.smallFile(gateway, "a certificate"), gateway.toString())
              .getFirst();
      if (!certificate.mayEncrypt() || certificate.isAuthority()) {
        throw new Failure(
            ExitCode.FAILED,
            gateway
                + ": "
                + certificate.displayName()
                + " is not for encryption (RFC 8550 §4.4.2); ask the partner for the gateway's");
      }
      return Optional.of(certificate);
    }

    /** Nobody else vouches for our own people. */
    private static void requireNotOurs(Organization organization, String domain) {
      for (String ours : organization.configuration().domains()) {
        if (domain.equals(ours) || (domain.startsWith(".") && ours.endsWith(domain))) {
          throw Failure.usage(
              "--domain "
                  + domain
                  + ": is ours, and only our own root vouches for it; name the partner's domains");
        }
      }
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet partner list", ""},
      description = "Lists partners in order of name.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<Partner> partners = organization.store().partners().partners();
        if (json) {
          Json.print(
              System.out,
              out -> {
                out.writeStartArray();
                partners.forEach(partner -> PartnerCommand.write(out, partner));
                out.writeEndArray();
              });
          return ExitCode.DONE.number();
        }
        Table table = new Table("partner", "vouches for", "root", "until", "gateway");
        for (Partner partner : partners) {
          for (Certificate root : partner.roots()) {
            table.row(
                partner.name(),
                String.join(" ", new TreeSet<>(partner.domains())),
                root.displayName(),
                root.notAfter().toString(),
                partner.gateway().map(Certificate::displayName).orElse("-"));
          }
        }
        table.print(System.out, "no partner yet; add one with 'signet partner add'");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "remove",
      header = {"Example: signet partner remove \"Partner Ltd\"", ""},
      description = "Trusts a partner's roots no more.")
  static final class Remove implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME", description = "As 'signet partner list' shows it.")
    private String name = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Partner partner =
            organization.store().partners().partners().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
        LogEntry entry = entry(EntryType.PARTNER_REMOVED, organization, partner);
        if (!organization.store().partners().remove(name, entry)) {
          throw unknown(name);
        }
        System.out.println(name + " is trusted no more");
      }
      return ExitCode.DONE.number();
    }
  }

  private static LogEntry entry(EntryType type, Organization organization, Partner partner) {
    return LogEntry.of(type, organization.now())
        .with("partner", partner.name())
        .with("domains", String.join(" ", new TreeSet<>(partner.domains())))
        .with(
            "roots",
            String.join(" ", partner.roots().stream().map(Certificate::fingerprint).toList()))
        .with("reads", String.join(" ", new TreeSet<>(partner.reads())));
  }

  private static void write(tools.jackson.core.JsonGenerator out, Partner partner) {
    out.writeStartObject();
    out.writeStringProperty("name", partner.name());
    out.writeArrayPropertyStart("domains");
    new TreeSet<>(partner.domains()).forEach(out::writeString);
    out.writeEndArray();
    out.writeArrayPropertyStart("roots");
    partner.roots().forEach(root -> out.writeString(root.pem()));
    out.writeEndArray();
    partner.gateway().ifPresent(gateway -> out.writeStringProperty("gateway", gateway.pem()));
    out.writeArrayPropertyStart("reads");
    new TreeSet<>(partner.reads()).forEach(out::writeString);
    out.writeEndArray();
    out.writeEndObject();
  }

  private static Failure unknown(String name) {
    return new Failure(
        ExitCode.FAILED, name + ": is no partner; 'signet partner list' shows which there are");
  }
}
