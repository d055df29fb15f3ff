package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.directory.Lookup;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.RolloutFinding;
import org.signetmail.rollout.Standing;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet rollout readers}: who could not read this, if policy required encryption. */
@Command(
    name = "readers",
    header = {"Example: signet rollout readers --sample sent.mbox", ""},
    description = {
      "Names who could not read encrypted mail: our people without a certificate, and those whom"
          + " the",
      "mail of a sample went to and for whom none is found. Exits 1 when there are any."
    })
final class RolloutReadersCommand implements Callable<Integer> {
  private static final long LARGEST = 1L << 30;
  private static final int MOST = 100_000; // recipients outside that are looked up

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--sample",
      paramLabel = "MAIL",
      description = "An mbox, a Maildir or a folder of messages; repeatable.")
  private List<Path> samples = new ArrayList<>();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      List<Finding> findings = new ArrayList<>();
      for (Standing standing : organization.enrolling().rollout().status().standings()) {
        if (standing.readsUntil().isEmpty()) {
          findings.add(
              unreadable(standing.person().mailbox(), "is one of us without a certificate"));
        }
      }
      outside(organization, findings);
      print(findings);
      return (findings.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
  }

  private void outside(Organization organization, List<Finding> findings) throws IOException {
    Map<String, Integer> messages = new TreeMap<>();
    Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, LARGEST);
    for (Path sample : samples) {
      new Messages(sample, spool)
          .each("sample", (name, message) -> count(organization, message, messages));
    }
    CertificateDirectory directory = organization.directory();
    messages.forEach((address, count) -> {
      Mailbox mailbox = Mailbox.of(address);
      String times = "was written to in " + count + " messages of the sample; ";
      switch (directory.find(mailbox)) {
        case Lookup.Found _ -> {}
        case Lookup.NotFound _ ->
            findings.add(unreadable(mailbox, times + "no certificate is found"));
        case Lookup.Unreachable _ ->
            findings.add(unreadable(mailbox, times + "a directory does not answer"));
      }
    });
  }

  private static void count(
      Organization organization, Octets message, Map<String, Integer> messages) throws IOException {
    List<String> ours = organization.configuration().domains();
    try {
      MessageHeader header = MessageHeader.read(message);
      if (header.from().filter(from -> ours.contains(from.domain())).isPresent()) {
        Stream.of("To", "Cc")
            .flatMap(field -> header.mailboxes(field).stream())
            .filter(to -> !ours.contains(to.domain()))
            .filter(to -> messages.size() < MOST || messages.containsKey(to.key()))
            .forEach(to -> messages.merge(to.key(), 1, Integer::sum));
      }
    } catch (MalformedMessage e) {
      // nobody is written to by it
    }
  }

  private static Finding unreadable(Mailbox mailbox, String detail) {
    return Finding.of(RolloutFinding.UNREADABLE, mailbox.toString(), detail);
  }

  private void print(List<Finding> findings) {
    if (json) {
      Json.print(
          System.out,
          out -> {
            out.writeStartArray();
            for (Finding finding : findings) {
              out.writeStartObject();
              out.writeStringProperty("mailbox", finding.subject());
              out.writeStringProperty("code", finding.code().code());
              out.writeStringProperty("detail", finding.detail());
              out.writeEndObject();
            }
            out.writeEndArray();
          });
      return;
    }
    Table table = new Table("who", "why");
    findings.forEach(finding -> table.row(finding.subject(), finding.detail()));
    table.print(System.out, "everybody can read what is encrypted");
  }
}
