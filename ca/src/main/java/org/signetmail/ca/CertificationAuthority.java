package org.signetmail.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * An issuing authority at work (RFC 5280 §3.3): every certificate that leaves it was linted against
 * its profile, is kept, and stands in the transparency log.
 *
 * <p>Each door asks for the proof that its kind of certificate needs; the door for encryption asks
 * for the archive's receipt, and there is no other way to such a certificate. Who may come to a
 * door (control of the mailbox, an administrator's word) is decided before, by enrolment.
 *
 * <p>Safe for use by many threads, and by many nodes over one store.
 */
public final class CertificationAuthority {
  private final CertificateSigner pen;
  private final AuthoritySettings settings;
  private final CertificateStore certificates;
  private final CrlStore crls;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SharedPrimes primes;
  private final Generations generations;
  private final IssuanceDesk issuing;
  private final RevocationDesk desk;

  /**
   * An authority over its key and its stores.
   *
   * @param issuing the issuing authority's key and certificate
   */
  public CertificationAuthority(
      SigningIdentity issuing,
      AuthoritySettings settings,
      CertificateStore certificates,
      CrlStore crls,
      SecureRandom random,
      InstantSource clock) {
    this(Generations.of(issuing), settings, certificates, crls, random, clock);
  }

  /** An authority of which there were others before. */
  public CertificationAuthority(
      Generations generations,
      AuthoritySettings settings,
      CertificateStore certificates,
      CrlStore crls,
      SecureRandom random,
      InstantSource clock) {
    this(generations, settings, certificates, crls, new SharedPrimes(certificates), random, clock);
  }

  private CertificationAuthority(
      Generations generations,
      AuthoritySettings settings,
      CertificateStore certificates,
      CrlStore crls,
      SharedPrimes primes,
      SecureRandom random,
      InstantSource clock) {
    this.generations = generations;
    this.pen = new CertificateSigner(generations.current());
    this.settings = settings;
    this.certificates = certificates;
    this.crls = crls;
    this.random = random;
    this.clock = clock;
    this.primes = primes;
    this.issuing = new IssuanceDesk(pen, settings, certificates, primes, random, clock);
    this.desk = new RevocationDesk(generations, settings, certificates, crls, clock);
  }

  /** The same authority under other settings: with the archive's certificate, once it is issued. */
  public CertificationAuthority with(AuthoritySettings changed) {
    return new CertificationAuthority(
        generations, changed, certificates, crls, primes, random, clock);
  }

  /** The same authority as one of its generations: for what each of them must issue itself. */
  CertificationAuthority under(SigningIdentity generation) {
    return new CertificationAuthority(
        Generations.of(generation), settings, certificates, crls, primes, random, clock);
  }

  public AuthoritySettings settings() {
    return settings;
  }

  /**
   * The authority's own certificate, then what is known of the way to the root, without the root.
   */
  public List<Certificate> path() {
    return pen.authority().path();
  }

  /** The same of the generation with this key; empty when it is none of ours. */
  public List<Certificate> path(KeyId issuer) {
    return generations.of(issuer).map(SigningIdentity::path).orElse(List.of());
  }

  /**
   * Issues a person's signing certificate.
   *
   * @param request made and signed where the key was made, and stays
   * @param mailbox the address whose control was proven; the request may name no other
   */
  public Issuance issueSigning(CertificationRequest request, SubjectName subject, Mailbox mailbox) {
    if (!provesPossession(request)) {
      return refused(
          IssuanceFinding.REQUEST_UNPROVEN, mailbox, "has a request that its key did not sign");
    }
    for (Mailbox named : request.mailboxes()) {
      if (!named.equals(mailbox)) {
        return refused(IssuanceFinding.OTHER_MAILBOX, mailbox, "asks also for " + named);
      }
    }
    return issuing.issue(
        new Application(
            settings.profile(CertificateProfile.Kind.PERSON_SIGNING),
            request.publicKey(),
            subject,
            List.of(mailbox),
            List.of(),
            Optional.of(mailbox),
            Optional.empty()));
  }

  /**
   * Issues a person's encryption certificate, for a key that the archive keeps.
   *
   * @param receipt for this key and this mailbox, from an archive of {@link
   *     AuthoritySettings#receiptSigners}
   */
  public Issuance issueEncryption(
      PublicKey key, SubjectName subject, Mailbox mailbox, ArchiveReceipt.Verified receipt) {
    return issuing.issue(
        new Application(
            settings.profile(CertificateProfile.Kind.PERSON_ENCRYPTION),
            key,
            subject,
            List.of(mailbox),
            List.of(),
            Optional.of(mailbox),
            Optional.of(receipt.receipt())));
  }

  /**
   * Issues once more what a former generation issued to a person: over the same key, which was
   * proven then, and no longer than it. For when the former authority counts no more.
   *
   * @param former of a former generation, neither revoked nor over
   * @throws IllegalArgumentException when it is not
   */
  public Issuance reissue(CertificateRecord former, SubjectName subject) {
    Certificate certificate = former.certificate();
    boolean isFormer =
        !former.issuer().equals(issuer()) && generations.of(former.issuer()).isPresent();
    if (!isFormer
        || former.owner().isEmpty()
        || former.revocation().isPresent()
        || !certificate.notAfter().isAfter(clock.instant())) {
      throw new IllegalArgumentException(
          certificate.displayName()
              + ": is no valid certificate of a person by a former authority; nothing to do again");
    }
    return issuing.issue(
        new Application(
            settings.profile(former.kind()),
            certificate.publicKey(),
            subject,
            certificate.mailboxes(),
            List.of(),
            former.owner(),
            former.receipt(),
            Optional.of(certificate.notAfter())));
  }

  /** Issues the organisation's seal, with which a gateway signs in the organisation's name. */
  public Issuance issueSeal(PublicKey key, SubjectName subject, List<Mailbox> mailboxes) {
    return issueUnowned(
        CertificateProfile.Kind.SEAL, key, new ServiceNames(subject, mailboxes, List.of()));
  }

  /** Issues a certificate of the system itself, or of a recovery officer. */
  public Issuance issueService(ServiceKind kind, PublicKey key, ServiceNames names) {
    return issueUnowned(kind.profile(), key, names);
  }

  /** Whether certificates of this issuer are ours to end: of this generation or one before. */
  public boolean answersFor(KeyId issuer) {
    return generations.of(issuer).isPresent();
  }

  /** The issuing authorities, present and former. */
  public Generations generations() {
    return generations;
  }

  /**
   * Ends a certificate of this generation or a former one, or puts it on hold. It takes effect for
   * readers with the next {@link #publishDue}.
   *
   * @throws IllegalArgumentException for a reason that only a delta CRL uses
   */
  public CertificateStore.Revoked revoke(
      KeyId issuer, BigInteger serial, Revocation.Reason reason) {
    return desk.revoke(issuer, serial, reason);
  }

  /** Takes a certificate's hold back; whatever else it was revoked for stays (RFC 5280 §5.3.1). */
  public CertificateStore.Released release(KeyId issuer, BigInteger serial) {
    return desk.release(issuer, serial);
  }

  /** Makes and publishes all CRLs of all generations, complete and delta. */
  public List<CrlStore.Crl> publishCrls() {
    return desk.publishAll();
  }

  /** Publishes the CRLs that lack a change of status, or end soon; none when there are none. */
  public List<CrlStore.Crl> publishDue() {
    return desk.publishDue();
  }

  /**
   * As {@link #publishDue()}, for a job that every node runs every few seconds: one of them does
   * it.
   *
   * @param node tells the nodes apart
   */
  public List<CrlStore.Crl> publishDue(Claims claims, String node) {
    return desk.publishDue(claims, node);
  }

  private Issuance issueUnowned(CertificateProfile.Kind kind, PublicKey key, ServiceNames names) {
    return issuing.issue(
        new Application(
            settings.profile(kind),
            key,
            names.subject(),
            names.mailboxes(),
            names.dnsNames(),
            Optional.empty(),
            Optional.empty()));
  }

  /**
   * A request is a value that anybody can make: its signature is what counts, so it is checked
   * here.
   */
  private static boolean provesPossession(CertificationRequest request) {
    try {
      CertificationRequest proven = CertificationRequest.again(request.encoded());
      return KeyId.of(proven.publicKey()).equals(KeyId.of(request.publicKey()))
          && proven.mailboxes().equals(request.mailboxes());
    } catch (IOException e) {
      return false;
    }
  }

  private static Issuance refused(IssuanceFinding code, Mailbox mailbox, String detail) {
    return new Issuance.Refused(List.of(Finding.of(code, mailbox.toString(), detail)));
  }

  private KeyId issuer() {
    return pen.authority().key().id();
  }
}
