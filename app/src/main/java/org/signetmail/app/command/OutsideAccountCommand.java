package org.signetmail.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.OutsideCeremony;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet enrol outside account}: chosen once, by an administrator. */
@Command(
    name = "account",
    header = {
      "Example: signet enrol outside account --acme"
          + " https://acme.example/directory --root their-root.pem --agree-terms",
      ""
    },
    description = "Chooses the authority and makes an account there.")
final class OutsideAccountCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--acme",
      required = true,
      paramLabel = "URL",
      description = "The authority's directory (RFC 8555 §7.1.1).")
  private URI directory = URI.create("");

  @Option(
      names = "--root",
      required = true,
      paramLabel = "FILE",
      description = "The authority's root: counts for mailboxes of our own domains from now on.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--acme-trust",
      paramLabel = "FILE",
      description = "Who certifies its web server; the platform's roots when left out.")
  private List<Path> tls = new ArrayList<>();

  @Option(
      names = "--mail-trust",
      paramLabel = "FILE",
      description = "Who certifies the signer of its challenge mails, where it signs them.")
  private List<Path> mail = new ArrayList<>();

  @Option(
      names = "--authserv-id",
      paramLabel = "NAME",
      description = {
        "Our own mail server as it names itself in Authentication-Results (RFC 8601): its word",
        "on DKIM counts. It must take out such fields when they come from outside."
      })
  private Set<String> servers = new HashSet<>();

  @Option(
      names = "--eab",
      paramLabel = "KID",
      description = "The key identifier of our account with the authority (RFC 8555 §7.3.4).")
  private @Nullable String keyId;

  @Option(
      names = "--eab-key-file",
      paramLabel = "FILE",
      description = "Its MAC key, base64url, on the first line.")
  private @Nullable Path macKey;

  @Option(names = "--agree-terms", description = "We read and agree to its terms of service.")
  private boolean isAgreed;

  @Override
  public Integer call() throws Exception {
    if (mail.isEmpty() && servers.isEmpty()) {
      throw Failure.usage(
          "account: nobody could say whom a challenge mail is from (RFC 8823 §3.1); give"
              + " --authserv-id or --mail-trust");
    }
    List<Certificate> issuing = read(roots);
    for (Certificate root : issuing) {
      if (!root.isAuthority() || !root.isSelfIssued()) {
        throw Failure.usage("--root: " + root.displayName() + " is no root; give the root");
      }
    }
    try (Organization organization = home.open()) {
      new OutsideCeremony(organization)
          .choose(
              isAgreed ? AcmeAccount.Terms.AGREED : AcmeAccount.Terms.NOT_AGREED,
              directory,
              binding(),
              servers,
              issuing,
              read(tls),
              read(mail));
      System.out.println("The account at " + directory + " is ready");
      for (Certificate root : issuing) {
        System.out.println(
            "  trusted for our own people: "
                + root.displayName()
                + ", SHA-256 "
                + root.fingerprint());
      }
      System.out.println("Next: signet enrol outside begin ADDRESS --for signing");
    }
    return ExitCode.DONE.number();
  }

  private Optional<AcmeAccount.Binding> binding() throws IOException {
    if (keyId == null && macKey == null) {
      return Optional.empty();
    }
    if (keyId == null || macKey == null) {
      throw Failure.usage("--eab: needs --eab-key-file, and the other way round; give both");
    }
    char[] key = Password.firstLine(Input.smallFile(macKey, "a MAC key"));
    return Optional.of(new AcmeAccount.Binding(keyId, new String(key).strip()));
  }

  private static List<Certificate> read(List<Path> files) throws IOException {
    List<Certificate> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(Certificates.read(Input.smallFile(file, "a certificate"), file.toString()));
    }
    return all;
  }
}
