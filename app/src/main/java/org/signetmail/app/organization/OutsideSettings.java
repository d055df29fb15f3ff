package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.pkix.Certificate;

/**
 * Which authority outside people's certificates come from, as an administrator decided once: in the
 * home folder, under {@code outside} and {@code certificates}.
 *
 * @param directory of ACME
 * @param terms whether a person agreed to its terms of service
 * @param servers the authserv-id of each mail server whose word on DKIM counts
 */
record OutsideSettings(URI directory, AcmeAccount.Terms terms, Set<String> servers) {
  /** Its roots, and those between them and people. */
  static final String AUTHORITIES = "outside-authorities";

  /** Who may certify its web server. */
  static final String TLS = "outside-tls";

  /** Who may certify the signer of its challenges. */
  static final String MAIL = "outside-mail";

  OutsideSettings {
    servers = Set.copyOf(servers);
  }

  /** The roots that were given when the authority was chosen. */
  record Roots(List<Certificate> issuing, List<Certificate> tls, List<Certificate> mail) {}

  void write(Home home, Roots roots) throws IOException {
    put(home, AUTHORITIES, roots.issuing());
    put(home, TLS, roots.tls());
    put(home, MAIL, roots.mail());
    PrivateFiles.write(
        file(home),
        NamedValues.encode(
            Map.of(
                "directory", directory.toString(),
                "terms", terms.name(),
                "servers", String.join(" ", servers))));
  }

  private static void put(Home home, String name, List<Certificate> certificates)
      throws IOException {
    if (certificates.isEmpty()) {
      Files.deleteIfExists(home.certificateFile(name));
    } else {
      home.putCertificates(name, certificates);
    }
  }

  /**
   * @throws Failure when no authority was chosen
   */
  static OutsideSettings read(Home home) throws IOException {
    if (!Files.exists(file(home))) {
      throw Failure.usage(
          "no authority outside was chosen; see 'signet enrol outside account --help'");
    }
    NamedValues values = NamedValues.read(file(home));
    String servers = values.get("servers");
    return new OutsideSettings(
        URI.create(values.get("directory")),
        AcmeAccount.Terms.valueOf(values.get("terms")),
        servers.isEmpty() ? Set.of() : Set.of(servers.split(" ")));
  }

  private static Path file(Home home) {
    return home.outside().resolve("authority");
  }
}
