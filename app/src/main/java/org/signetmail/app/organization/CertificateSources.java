package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.home.DirectorySettings;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.SearchedCertificates;
import org.signetmail.directory.CertificateSource;
import org.signetmail.directory.HarvestedSource;
import org.signetmail.directory.LookupLimits;
import org.signetmail.directory.OfDomains;
import org.signetmail.lookup.LdapCertificateSource;
import org.signetmail.lookup.LdapSettings;
import org.signetmail.lookup.SmimeaCertificateSource;
import org.signetmail.store.Store;
import org.slf4j.LoggerFactory;

/**
 * Everywhere that certificates are looked for, in order of rank: our own store, the directories of
 * partners, DNS, signed mail. Connects when it is asked. Thread-safe.
 */
final class CertificateSources implements Closeable {
  /** A bit less than a lookup waits for all: who is late says so itself. */
  private static final Duration PATIENCE =
      LookupLimits.DEFAULT.answerWithin().minus(Duration.ofMillis(200));

  private static final int LDAP_PORT = 389;
  private static final int LDAPS_PORT = 636;

  private final List<CertificateSource> all = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();

  CertificateSources(Store store, DirectorySettings settings) {
    all.add(store.certificateSource());
    for (DirectorySettings.Source source : settings.sources()) {
      all.add(new OfDomains(source(source), source.domains()));
    }
    settings
        .smimea()
        .ifPresent(resolver ->
            all.add(
                new SmimeaCertificateSource("DNS (SMIMEA)", resolver.socketAddress(), PATIENCE)));
    all.add(new HarvestedSource(store.harvested()));
  }

  List<CertificateSource> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    for (Closeable one : open) {
      try {
        one.close();
      } catch (IOException e) {
        LoggerFactory.getLogger(CertificateSources.class)
            .warn("while closing a directory: {}", e.toString());
      }
    }
  }

  private CertificateSource source(DirectorySettings.Source source) {
    URI at = source.address();
    boolean ldap = at.getScheme().startsWith("ldap");
    if (!ldap) {
      return keep(new SearchedCertificates(at, new BoundedHttp(PATIENCE)));
    }
    boolean tls = at.getScheme().equals("ldaps");
    int port = at.getPort() >= 0 ? at.getPort() : tls ? LDAPS_PORT : LDAP_PORT;
    return keep(
        new LdapCertificateSource(
            new LdapSettings(
                source.name(),
                at.getHost(),
                port,
                tls ? LdapSettings.Transport.TLS : LdapSettings.Transport.PLAIN,
                at.getPath().substring(1),
                source.domains(),
                PATIENCE)));
  }

  private <T extends CertificateSource & Closeable> T keep(T source) {
    open.add(source);
    return source;
  }
}
