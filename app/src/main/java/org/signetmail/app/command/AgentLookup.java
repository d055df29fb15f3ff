package org.signetmail.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.Failure;
import org.signetmail.app.agent.Agent;
import org.signetmail.app.agent.AgentTrust;
import org.signetmail.app.agent.FolderCertificates;
import org.signetmail.app.agent.StatusChecked;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.SearchedCertificates;
import org.signetmail.app.organization.StatusClient;
import org.signetmail.directory.CertificateSource;
import org.signetmail.lookup.LdapCertificateSource;
import org.signetmail.lookup.LdapSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.RevocationChecking;
import picocli.CommandLine.Option;

/** Where an agent finds others' certificates, and under which roots it uses them. */
final class AgentLookup implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LDAPS = 636;

  @Option(
      names = "--trust",
      paramLabel = "ROOT",
      description = "Roots under which others' certificates are used; none, and nobody's is.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--certs",
      paramLabel = "FILE",
      description = "Certificates that help to find a path, trusted for nothing.")
  private List<Path> helping = new ArrayList<>();

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "Revocation lists; enforced, and read again when they change.")
  private List<Path> lists = new ArrayList<>();

  @Option(
      names = "--revocation",
      paramLabel = "HOW",
      description =
          "Whether the status of others' certificates is asked for where they say: required,"
              + " if-available (default), off.")
  private String revocation = "if-available";

  @Option(
      names = "--certificates",
      paramLabel = "PLACE",
      description = "A file or a folder with others' certificates, PEM or DER; may be repeated.")
  private List<Path> places = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "URL",
      description =
          "The organisation's certificate store (RFC 4387): https://signet.example.com:8443.")
  private List<URI> stores = new ArrayList<>();

  @Option(
      names = "--ldap",
      paramLabel = "URL",
      description = "A directory: ldaps://ldap.example.com/ou=people,dc=example,dc=com (RFC 4516).")
  private List<URI> directories = new ArrayList<>();

  private final List<CertificateSource> sources = new ArrayList<>();

  /**
   * Opens it all; once.
   *
   * @param known certificates that help to find a path: those above the person's own
   * @param tlsTrust roots for TLS; the platform's when empty
   */
  Agent.Others others(List<Certificate> known, Optional<Path> tlsTrust) throws IOException {
    AgentTrust trust = new AgentTrust(roots, helping, known, lists);
    return new Agent.Others(checked(open(tlsTrust), trust), trust);
  }

  /** Files first, then the organisation's store, then directories. */
  private List<CertificateSource> open(Optional<Path> tlsTrust) throws IOException {
    if (roots.isEmpty()) {
      if (!places.isEmpty() || !stores.isEmpty() || !directories.isEmpty()) {
        throw Failure.usage(
            "agent: without a root nobody's certificate can be used; give --trust ROOT");
      }
      return sources;
    }
    if (!places.isEmpty()) {
      sources.add(new FolderCertificates(places));
    }
    for (URI store : stores) {
      sources.add(searched(store, tlsTrust));
    }
    for (URI directory : directories) {
      sources.add(new LdapCertificateSource(ldap(directory)));
    }
    return sources;
  }

  private List<CertificateSource> checked(List<CertificateSource> sources, AgentTrust trust) {
    RevocationChecking checking = checking();
    return sources.stream()
        .<CertificateSource>map(source ->
            new StatusChecked(
                source, trust, new StatusClient(PATIENCE), checking, InstantSource.system()))
        .toList();
  }

  private static CertificateSource searched(URI store, Optional<Path> root) throws IOException {
    if (!BoundedHttp.reaches(store)) {
      throw Failure.usage(
          "--search " + store + ": is no address; write https://signet.example.com");
    }
    String path = store.getPath() == null ? "" : store.getPath();
    URI search = path.isEmpty() || path.equals("/") ? store.resolve("/certificates/search") : store;
    return new SearchedCertificates(
        search,
        root.isPresent()
            ? new BoundedHttp(PATIENCE, Input.tlsUnder(root.get()))
            : new BoundedHttp(PATIENCE));
  }

  private static LdapSettings ldap(URI url) {
    if (!"ldaps".equals(url.getScheme()) || url.getHost() == null || url.getPath().length() < 2) {
      throw Failure.usage(
          "--ldap "
              + url
              + ": is no directory over TLS; write ldaps://ldap.example.com/ou=people,dc=example,"
              + "dc=com (RFC 4516)");
    }
    return new LdapSettings(
        "directory " + url.getHost(),
        url.getHost(),
        url.getPort() > 0 ? url.getPort() : LDAPS,
        LdapSettings.Transport.TLS,
        url.getPath().substring(1),
        Set.of(),
        PATIENCE);
  }

  private RevocationChecking checking() {
    return switch (revocation) {
      case "required" -> RevocationChecking.REQUIRED;
      case "if-available" -> RevocationChecking.IF_AVAILABLE;
      case "off" -> RevocationChecking.OFF;
      default ->
          throw Failure.usage(
              "--revocation " + revocation + ": one of required, if-available, off");
    };
  }

  @Override
  public void close() throws IOException {
    for (CertificateSource source : sources) {
      if (source instanceof Closeable open) {
        open.close();
      }
    }
  }
}
