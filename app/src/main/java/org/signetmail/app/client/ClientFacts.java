package org.signetmail.app.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.home.ClientSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.organization.Organization;
import org.signetmail.lookup.served.DirectoryNames;
import org.signetmail.pkix.Certificate;

/**
 * What every mail program needs to know of an organisation.
 *
 * @param directory where the directory is reached, without its base
 * @param base the name below which people are
 * @param authorities the root first
 */
public record ClientFacts(
    String organization,
    List<String> domains,
    Optional<Endpoint> imap,
    Optional<Endpoint> submission,
    URI directory,
    String base,
    List<Certificate> authorities) {
  private static final int IMAPS = 993; // RFC 8314 §7.3
  private static final int SUBMISSIONS = 465;

  public ClientFacts {
    domains = List.copyOf(domains);
    authorities = List.copyOf(authorities);
  }

  public static ClientFacts of(Organization organization) {
    Configuration configuration = organization.configuration();
    ClientSettings clients = configuration.clients();
    return new ClientFacts(
        configuration.organization(),
        configuration.domains(),
        clients.imap(),
        clients.submission(),
        clients
            .directory()
            .orElseGet(() -> URI.create("ldap://" + configuration.directory().ldap())),
        DirectoryNames.people(configuration.domains().getFirst()),
        organization.authorities());
  }

  String domain() {
    return domains.getFirst();
  }

  boolean isTlsFromTheStart(Endpoint server) {
    return server.port() == IMAPS || server.port() == SUBMISSIONS;
  }

  boolean isDirectoryUnderTls() {
    return directory.getScheme().equals("ldaps");
  }

  int directoryPort() {
    return directory.getPort() >= 0 ? directory.getPort() : isDirectoryUnderTls() ? 636 : 389;
  }

  /** The directory as an LDAP URL (RFC 4516), the whole of it below the base. */
  String directoryUrl() {
    return directory + "/" + base + "??sub?";
  }
}
