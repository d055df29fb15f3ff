package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.app.home.EnrolmentSettings;
import org.signetmail.app.home.EnrolmentSettings.Protocol;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.cmp.OwnRevocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.web.EnrolmentLimits;
import org.signetmail.web.Pages;
import org.signetmail.web.cmp.CmpDesk;
import org.signetmail.web.cmp.CmpPages;
import org.signetmail.web.est.EstPages;
import org.signetmail.web.est.EstSettings;
import org.signetmail.web.scep.ScepDesk;
import org.signetmail.web.scep.ScepPages;

/** The pages by which programs get certificates for people: EST, SCEP and CMP over one desk. */
final class EnrolmentPages {
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private EnrolmentPages() {}

  /** Those of the configuration. */
  static List<Pages> of(Organization organization, EnrolmentLimits limits) throws IOException {
    EnrolmentSettings settings = organization.configuration().enrolment();
    Set<Protocol> protocols = settings.protocols();
    List<Pages> pages = new ArrayList<>();
    if (protocols.isEmpty()) {
      return pages;
    }
    CertificateDesk desk = organization.enrolling().certificateDesk();
    Supplier<RegistrationKeys> keys = once(() -> registrationKeys(organization));
    if (protocols.contains(Protocol.EST)) {
      pages.add(
          new EstPages(
              desk,
              new EstSettings(
                  organization.authorities(),
                  PersonCeremony.ENCRYPTION,
                  settings.madeKeys(),
                  () -> keys.get().signing(),
                  RETRY_AFTER),
              limits,
              organization.random(),
              organization.clock()));
    }
    if (protocols.contains(Protocol.SCEP)) {
      pages.add(new ScepPages(once(() -> scepDesk(organization, desk, keys.get())), limits));
    }
    if (protocols.contains(Protocol.CMP)) {
      CmpDesk cmp = cmpDesk(organization, desk, () -> keys.get().signing());
      pages.add(new CmpPages(cmp, limits));
    }
    return pages;
  }

  private static CmpDesk cmpDesk(
      Organization organization, CertificateDesk desk, Supplier<SigningIdentity> signing)
      throws IOException {
    EnrolmentServices services = organization.enrolling();
    return new CmpDesk(
        new CmpDesk.Parts(
            desk,
            services.cmpTransactions(),
            services.sharedCodes(),
            new OwnRevocation(organization.store().certificates(), organization.authority()),
            signing,
            organization.authority().path(),
            organization.root()),
        organization.random(),
        organization.clock());
  }

  private static ScepDesk scepDesk(
      Organization organization, CertificateDesk desk, RegistrationKeys keys) {
    return new ScepDesk(
        desk,
        keys.signing(),
        List.of(keys.decryption()),
        organization.root(),
        organization.random(),
        organization.clock());
  }

  private static RegistrationKeys registrationKeys(Organization organization) {
    try {
      return RegistrationKeys.open(organization);
    } catch (IOException e) {
      throw new UncheckedIOException("registration: its keys cannot be had", e);
    }
  }

  /** Two RSA keys take seconds: they are made for the first who needs them, not at the start. */
  private static <T> Supplier<T> once(Supplier<T> making) {
    return new Supplier<>() {
      private Optional<T> made = Optional.empty();

      @Override
      public synchronized T get() {
        if (made.isEmpty()) {
          made = Optional.of(making.get());
        }
        return made.get();
      }
    };
  }
}
