package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Instant;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.InvitationCodes;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.enrolment.acme.Accounts;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.enrolment.cmp.SharedCodes;
import org.signetmail.enrolment.cmp.Transactions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.HeldCertificates;
import org.signetmail.rollout.RolloutProgress;

/** People and the ways in which they come to certificates. Thread-safe. */
public final class EnrolmentServices extends Wiring {
  EnrolmentServices(Organization organization) {
    super(organization);
  }

  /** The certificates of one of our people that count or have counted, those revoked left out. */
  public HeldCertificates heldCertificates() {
    return owner ->
        store.certificates().ofOwner(owner).stream()
            .filter(record -> record.revocation().isEmpty())
            .map(CertificateRecord::certificate)
            .toList();
  }

  /** Where the rollout stands now. */
  public RolloutProgress rollout() {
    return RolloutProgress.of(
        store.people(), heldCertificates(), store.waves(), store.milestones(), organization.now());
  }

  public Enrolment enrolment() throws IOException {
    return new Enrolment(
        store.people(),
        organization.authority(),
        store.certificates(),
        organization.archiving().keyTransport(),
        organization.archiving().archive(),
        invitationCodes(),
        new RingByPolicy(organization),
        random,
        clock);
  }

  /** One certificate at a time, for protocols. */
  CertificateDesk certificateDesk() throws IOException {
    return new CertificateDesk(
        new CertificateDesk.Ports(
            store.people(),
            organization.authority(),
            store.certificates(),
            organization.archiving().archive(),
            store.pendingRequests(),
            new RingByPolicy(organization),
            this::tellOfMadeKey),
        invitationCodes(),
        configuration.enrolment().approval(),
        random,
        clock);
  }

  /** What CMP does over several messages. */
  Transactions cmpTransactions() throws IOException {
    return new Transactions(
        store.cmpTransactions(), store.certificates(), organization.authority(), clock);
  }

  /** Codes as secrets that both sides know, for CMP. */
  SharedCodes sharedCodes() {
    return new SharedCodes(store.people(), invitationCodes(), clock);
  }

  private void tellOfMadeKey(Mailbox owner, Certificate certificate, Instant at) {
    organization
        .notices()
        .letter(
            owner,
            at,
            "An encryption key was made for you",
            """
            An encryption key was made for you, on a request that came with your code or your
            certificate, and handed to the program that asked. A copy is in the archive, sealed to
            the recovery officers; each time somebody asks for it, you are told.

            Certificate  %s
            When         %s

            If no program of yours asked, tell your administrator now and end the certificate.
            """
                .formatted(certificate.serialHex(), at));
  }

  private InvitationCodes invitationCodes() {
    return new InvitationCodes(vault.derive("invitation codes"), InvitationCodes.LONGEST);
  }

  /** Keys with which people and programs bind their ACME accounts. */
  public ExternalAccounts acmeKeys() {
    return new ExternalAccounts(
        vault.derive("acme external accounts"), store.acmeAccounts(), random, clock);
  }

  /** Accounts at our ACME server. */
  public Accounts acmeAccounts() {
    return new Accounts(
        store.acmeAccounts(), configuration.acme().rules(configuration.domains()), random, clock);
  }

  /** Certificates of our people that an authority outside issues. */
  OutsideCertificates outsideCertificates() throws IOException {
    return new OutsideCertificates(
        store.people(),
        store.certificates(),
        organization.archiving().keyTransport(),
        organization.archiving().archive(),
        organization.authority().settings().receiptSigners(),
        random);
  }
}
