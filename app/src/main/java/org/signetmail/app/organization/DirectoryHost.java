package org.signetmail.app.organization;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.signetmail.app.home.DirectorySettings;
import org.signetmail.app.home.Endpoint;
import org.signetmail.ca.CrlStore;
import org.signetmail.directory.Purses;
import org.signetmail.lookup.served.DirectoryLdif;
import org.signetmail.lookup.served.DirectoryServer;
import org.signetmail.lookup.served.ServedAuthorities;
import org.signetmail.lookup.served.ServedSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;

/** Serves an organisation's directory of certificates. */
public record DirectoryHost(Organization organization) {
  /** What clients may ask, over LDAP and HTTP together. */
  Purses purses() {
    DirectorySettings settings = organization.configuration().directory();
    return new Purses(settings.limits(), settings.free()::contains, System::nanoTime);
  }

  DirectoryServer start(SSLContext tls, Purses purses, MeterRegistry registry) throws IOException {
    DirectorySettings settings = organization.configuration().directory();
    return DirectoryServer.start(
        new ServedSettings(
            settings.ldap().socketAddress(),
            settings.ldaps().map(Endpoint::socketAddress),
            tls,
            organization.configuration().domains().getFirst(),
            organization.configuration().organization()),
        organization.store().aside().listedPeople(),
        new Authorities(organization, organization.store().aside().crls()),
        purses,
        outcome ->
            registry
                .counter(
                    "signet.directory.questions",
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment(),
        organization.clock());
  }

  /** Our entries as LDIF, for another LDAP server. */
  public DirectoryLdif.Sink ldif(OutputStream out) throws IOException {
    return DirectoryLdif.entries(
        out,
        organization.configuration().domains().getFirst(),
        organization.configuration().organization(),
        new Authorities(organization, organization.store().crls()));
  }

  private record Authorities(Organization organization, CrlStore lists)
      implements ServedAuthorities {
    @Override
    public List<Certificate> authorities() {
      return organization.authorities();
    }

    @Override
    public Optional<byte[]> list(KeyId authority) {
      return lists.current(authority).map(CrlStore.Crl::encoded);
    }
  }
}
