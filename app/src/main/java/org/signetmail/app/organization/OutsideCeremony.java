package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;

/**
 * A person's certificate from an authority outside, step by step: an order, the answer to its
 * challenge mail ({@link OutsideAnswer}), the certificate. What one step needs of another is kept
 * in the home folder.
 */
public final class OutsideCeremony {
  private final Organization organization;
  private final Home home;
  private final OutsideAccount account;

  public OutsideCeremony(Organization organization) {
    this.organization = organization;
    this.home = organization.home();
    this.account = new OutsideAccount(organization);
  }

  /** Chooses the authority, and makes the account there. */
  public void choose(
      AcmeAccount.Terms terms,
      java.net.URI directory,
      Optional<AcmeAccount.Binding> binding,
      Set<String> servers,
      List<Certificate> issuing,
      List<Certificate> tls,
      List<Certificate> mail)
      throws IOException {
    if (!organization.vault().has(KeyName.ACME_ACCOUNT)) {
      organization
          .vault()
          .put(KeyName.ACME_ACCOUNT, KeyPairs.signing(KeyAlgorithm.P_256, organization.random()));
    }
    AcmeAccount made =
        new AcmeAccount(
            directory, tls, organization.vault().key(KeyName.ACME_ACCOUNT), binding, terms);
    OutsideAccount.signIn(made);
    new OutsideSettings(directory, terms, servers)
        .write(home, new OutsideSettings.Roots(issuing, tls, mail));
  }

  /** Orders a certificate for one use; from now on the challenge mail is expected. */
  public PlacedOrder begin(Mailbox mailbox, boolean isForEncryption) throws IOException {
    person(mailbox);
    if (OutsideOrder.find(home, mailbox).isPresent()) {
      throw new Failure(
          ExitCode.FAILED,
          mailbox
              + ": an order waits already; go on with it, or give it up with"
              + " 'signet enrol outside cancel'");
    }
    OutsideAuthority authority = account.signIn();
    PlacedOrder placed = OutsideAccount.said(() -> authority.order(mailbox));
    OutsideOrder.Use use = isForEncryption ? OutsideOrder.Use.ENCRYPTION : OutsideOrder.Use.SIGNING;
    new OutsideOrder(mailbox, use, placed, OutsideOrder.Answer.NONE).write(home);
    return placed;
  }

  /** Forgets an order; the authority forgets it by itself. */
  public void cancel(Mailbox mailbox) throws IOException {
    OutsideOrder.of(home, mailbox).delete(home);
  }

  /** Waits for the authority, then has a certificate issued over the person's key. */
  public OutsideCertificates.Outcome.Taken finish(
      Mailbox mailbox, OutsideKeys keys, Duration patience) throws IOException {
    OutsideOrder order = OutsideOrder.of(home, mailbox);
    OutsideAuthority authority = account.signIn();
    if (order.placed().challenge().isPresent()) {
      if (order.answer() != OutsideOrder.Answer.HANDED_OVER) {
        throw new Failure(
            ExitCode.FAILED,
            mailbox + ": the challenge is not answered; see 'signet enrol outside answer --help'");
      }
      PlacedOrder.EmailReply challenge = order.placed().challenge().get();
      OutsideAccount.said(() -> {
        authority.answered(challenge);
        authority.awaitProof(challenge, patience);
        return authority;
      });
    }
    OutsideCertificates certificates = organization.enrolling().outsideCertificates();
    var request =
        keys.request(order.use(), mailbox, person(mailbox).name(), certificates, organization);
    List<Certificate> delivered =
        OutsideAccount.said(() -> authority.certify(order.placed().location(), request, patience));
    List<Certificate> roots =
        home.certificates(OutsideSettings.AUTHORITIES).stream()
            .filter(Certificate::isSelfIssued)
            .toList();
    return switch (certificates.take(request, delivered, roots, organization.now())) {
      case OutsideCertificates.Outcome.Refused(List<Finding> findings) ->
          throw OutsideAccount.refused(findings);
      case OutsideCertificates.Outcome.Taken taken -> {
        remember(taken.path());
        keys.write(taken.path());
        order.delete(home);
        yield taken;
      }
    };
  }

  /** When the authority wants this certificate replaced (RFC 9773). */
  public Optional<OutsideAuthority.RenewalWindow> renewal(Certificate certificate)
      throws IOException {
    OutsideAuthority authority = account.signIn();
    return OutsideAccount.said(() -> authority.renewalWindow(certificate));
  }

  /** Those between root and person, so that our own readers and gateways find the way. */
  private void remember(List<Certificate> path) throws IOException {
    List<Certificate> known = new ArrayList<>(home.certificates(OutsideSettings.AUTHORITIES));
    path.subList(1, path.size()).stream().filter(one -> !known.contains(one)).forEach(known::add);
    home.putCertificates(OutsideSettings.AUTHORITIES, known);
  }

  private Person person(Mailbox mailbox) throws IOException {
    return organization
        .enrolling()
        .outsideCertificates()
        .person(mailbox)
        .orElseThrow(
            () -> Failure.usage(mailbox + ": is nobody here; add them with 'signet user add'"));
  }
}
