package org.signetmail.app.organization;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.OutsideAuthorityException;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.pkix.Finding;

/** Our account at an authority outside, and what it says in words of ours. Thread-safe. */
final class OutsideAccount {
  private final Organization organization;

  OutsideAccount(Organization organization) {
    this.organization = organization;
  }

  /** By the key that was made when the authority was chosen. */
  OutsideAuthority signIn() throws IOException {
    return signIn(account());
  }

  static OutsideAuthority signIn(AcmeAccount account) {
    return said(() -> OutsideAuthority.signIn(account));
  }

  private AcmeAccount account() throws IOException {
    Home home = organization.home();
    OutsideSettings settings = OutsideSettings.read(home);
    return new AcmeAccount(
        settings.directory(),
        home.certificates(OutsideSettings.TLS),
        organization.vault().key(KeyName.ACME_ACCOUNT),
        Optional.empty(), // bound once, when it was made
        settings.terms());
  }

  interface Step<T> {
    T get() throws OutsideAuthorityException;
  }

  static <T> T said(Step<T> step) {
    try {
      return step.get();
    } catch (OutsideAuthorityException e) {
      ExitCode code =
          switch (e.kind()) {
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case REFUSED -> ExitCode.FAILED;
            case NOT_YET -> ExitCode.INDETERMINATE;
          };
      throw new Failure(code, String.valueOf(e.getMessage()), e);
    }
  }

  static Failure refused(List<Finding> findings) {
    Finding first =
        findings.stream().filter(Finding::isError).findFirst().orElse(findings.getFirst());
    return new Failure(ExitCode.FAILED, first.line());
  }
}
