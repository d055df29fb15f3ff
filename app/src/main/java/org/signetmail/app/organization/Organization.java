package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyImport;
import org.signetmail.archive.KeyTransport;
import org.signetmail.archive.KnownCertificates;
import org.signetmail.archive.Officers;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.Resealing;
import org.signetmail.archive.Retention;
import org.signetmail.archive.SelfRecovery;
import org.signetmail.ca.AuthoritySettings;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.CrossCertification;
import org.signetmail.ca.Generations;
import org.signetmail.ca.OcspResponder;
import org.signetmail.ca.OcspSettings;
import org.signetmail.ca.Publication;
import org.signetmail.ca.TimeStampAuthority;
import org.signetmail.ca.WatchedClock;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.directory.LookupLimits;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.InvitationCodes;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.acme.Accounts;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.FactSources;
import org.signetmail.gateway.FormPasswords;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.KnownReaders;
import org.signetmail.gateway.MailHarvest;
import org.signetmail.gateway.Readers;
import org.signetmail.gateway.SealedKeyRing;
import org.signetmail.gateway.SubmissionPasswords;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;
import org.signetmail.policy.Facts;
import org.signetmail.rollout.HeldCertificates;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/**
 * One organisation's system, opened: its store and every service over it, wired with plain {@code
 * new}. Commands use it for a moment; {@link Services} runs it. Thread-safe.
 */
public final class Organization implements Closeable {
  /** The file of certificates that other authorities gave to ours. */
  private static final String CERTIFIED_BY_OTHERS = "issuing-certified-by-others";

  /** How long a clock that was set must go evenly before its time is stamped again. */
  private static final Duration CLOCK_PROBATION = Duration.ofMinutes(1);

  private final Home home;
  private final Configuration configuration;
  private final KeyVault vault;
  private final Store store;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final Certificate root;
  private final Certificate issuing;
  private final AuthorityKeys authorityKeys;
  private final TransparencyLog log;
  private final CertificationAuthority authority;
  private final LiveTrust trust;
  private final CertificateSources sources;

  private Organization(Home home, Configuration configuration, Store store, InstantSource clock)
      throws IOException {
    this.home = home;
    this.configuration = configuration;
    this.vault = home.vault();
    this.store = store;
    this.clock = clock;
    this.root = home.certificate("root");
    this.authorityKeys = AuthorityKeys.of(configuration, vault);
    Generations generations = authorityKeys.generations(home);
    this.issuing = generations.current().certificate();
    this.log = log(store, configuration, vault.key(KeyName.LOG));
    this.authority =
        new CertificationAuthority(
            generations.withPath(issuingPath()),
            withReceiptSigners(settings(configuration), home),
            store.certificates(),
            store.crls(),
            random,
            clock);
    this.trust =
        new LiveTrust(
            root,
            generations.certificates(),
            store.crls(),
            store.partners(),
            new LiveTrust.Outside(
                home.certificates(OutsideSettings.AUTHORITIES),
                Set.copyOf(configuration.domains())));
    this.sources = new CertificateSources(store, configuration.directory());
  }

  /**
   * Receipts of before the archive's key was certified again hold under its certificate of then.
   */
  private static AuthoritySettings withReceiptSigners(AuthoritySettings settings, Home home)
      throws IOException {
    AuthoritySettings all = settings;
    for (Certificate archive : home.certificates("receipts")) {
      all = all.withReceiptSigner(archive);
    }
    return all;
  }

  /** Our own certificate of the issuing authority, then those that others gave it. */
  private List<Certificate> issuingPath() throws IOException {
    List<Certificate> path = new ArrayList<>(List.of(issuing));
    path.addAll(home.certificates(CERTIFIED_BY_OTHERS));
    return path;
  }

  /** Opens the system that lives in {@code home}. */
  public static Organization open(Home home, InstantSource clock) throws IOException {
    Configuration configuration = ConfigurationFile.read(home.folder());
    Store store = openStore(configuration, home);
    try {
      Organization organization = new Organization(home, configuration, store, clock);
      organization.requireRolesApart();
      organization.authority.publishDue();
      return organization;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Nobody is recovery officer and administrator or auditor at once. */
  private void requireRolesApart() {
    List<Finding> findings =
        configuration.archive().roles().objections(store.officers().officers());
    if (!findings.isEmpty()) {
      throw new Failure(ExitCode.USAGE, findings.getFirst().line());
    }
  }

  /** What the configuration decides about certificates. */
  static AuthoritySettings settings(Configuration configuration) {
    AuthoritySettings settings =
        AuthoritySettings.of(
                configuration.organization(),
                new Publication(URI.create(configuration.publicUrl())))
            .withCrlValidity(configuration.status().crlValidity())
            .withCrlPartitions(configuration.status().crlPartitions());
    Configuration.Certificates certificates = configuration.certificates();
    Map<SubjectAttribute, String> registered = new EnumMap<>(SubjectAttribute.class);
    certificates
        .organizationIdentifier()
        .ifPresent(id -> registered.put(SubjectAttribute.ORGANIZATION_IDENTIFIER, id));
    certificates.country().ifPresent(id -> registered.put(SubjectAttribute.COUNTRY, id));
    return certificates
        .baseline()
        .map(baseline -> settings.withBaseline(baseline, registered))
        .orElse(settings);
  }

  static Store openStore(Configuration configuration, Home home) {
    return Store.open(storeUrl(configuration, home));
  }

  /** The store's address; a relative SQLite file lies in the home folder. */
  public static StoreUrl storeUrl(Configuration configuration, Home home) {
    String url = configuration.storeUrl();
    if (url.startsWith(StoreUrl.SQLITE)) {
      Path file = Path.of(url.substring(StoreUrl.SQLITE.length()));
      return StoreUrl.sqlite(home.folder().resolve(file));
    }
    return StoreUrl.of(url);
  }

  static TransparencyLog log(Store store, Configuration configuration, SigningKey key) {
    EdECPrivateKey secret = (EdECPrivateKey) key.privateKey(SecretAccess.TOKEN);
    return new TransparencyLog(store.log(), NoteSigner.of(configuration.log().origin(), secret));
  }

  public Home home() {
    return home;
  }

  public Configuration configuration() {
    return configuration;
  }

  public KeyVault vault() {
    return vault;
  }

  /** Where the issuing authority's keys are, those of former generations as well. */
  AuthorityKeys authorityKeys() {
    return authorityKeys;
  }

  public Store store() {
    return store;
  }

  public InstantSource clock() {
    return clock;
  }

  public SecureRandom random() {
    return random;
  }

  public Instant now() {
    return clock.instant();
  }

  public Certificate root() {
    return root;
  }

  public Certificate issuing() {
    return issuing;
  }

  /** Every authority of ours: the root, and the issuing ones of all generations. */
  public List<Certificate> authorities() {
    List<Certificate> authorities = new ArrayList<>(List.of(root));
    authorities.addAll(authority.generations().certificates());
    return authorities;
  }

  public TransparencyLog log() {
    return log;
  }

  public CertificationAuthority authority() {
    return authority;
  }

  /** Answers for the status of our certificates, with a key that this process alone has. */
  OcspResponder ocspResponder() {
    Configuration.Status status = configuration.status();
    OcspSettings standard = OcspSettings.STANDARD;
    return new OcspResponder(
        authority,
        store.certificates(),
        new OcspSettings(
            status.ocspValidity(), standard.ready(), standard.prepared(), status.ocspSigned()),
        random,
        clock);
  }

  /** Gives time stamps, as long as the clock is not set. */
  TimeStampAuthority timeStampAuthority() throws IOException {
    Duration accuracy = configuration.status().timeAccuracy();
    return new TimeStampAuthority(
        vault.signing(KeyName.TSA),
        new TimeStampAuthority.Settings(TimeStampAuthority.POLICY, accuracy),
        new WatchedClock(clock, System::nanoTime, accuracy.dividedBy(2), CLOCK_PROBATION),
        random);
  }

  public Officers officers() {
    return new Officers(store.officers(), founding(), configuration.archive().roles(), random);
  }

  public KeyArchive archive() throws IOException {
    return new KeyArchive(
        store.archive(),
        store.officers(),
        founding(),
        vault.signing(KeyName.ARCHIVE_RECEIPTS).key(),
        known(),
        random);
  }

  /** Takes keys of former times into the archive. */
  public KeyImport keyImport() throws IOException {
    return new KeyImport(archive(), store.archive(), store.formerCertificates(), known(), random);
  }

  /** Lets archived keys go whose time is over; empty where all are kept for ever. */
  public Optional<Retention> retention() {
    return configuration
        .archive()
        .keep()
        .map(keep -> new Retention(store.retention(), known(), keep));
  }

  public KeyTransport keyTransport() throws IOException {
    return new KeyTransport(List.of(vault.decryption(KeyName.ARCHIVE_TRANSPORT)), known());
  }

  public Recovery recovery() {
    return new Recovery(
        store.recoveries(),
        store.archive(),
        store.officers(),
        notices(),
        configuration.archive().recovery(),
        configuration.archive().roles(),
        trust.under(RevocationChecking.REQUIRED),
        random);
  }

  /** Recovery by owners alone, where policy allows it. */
  public SelfRecovery selfRecovery() {
    return new SelfRecovery(
        store.recoveries(),
        store.archive(),
        store.officers(),
        store.codeCopies(),
        notices(),
        configuration.archive().recovery(),
        trust.under(RevocationChecking.REQUIRED),
        random);
  }

  /** What people are told, on its way. People who are active here read their mail. */
  public NoticeOutbox notices() {
    return new NoticeOutbox(home.outbox(), this::isActive);
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
        store.people(), heldCertificates(), store.waves(), store.milestones(), now());
  }

  /** A request to another authority for a certificate over our issuing authority's key. */
  public CertificationRequest authorityRequest() {
    return CertificationRequest.forAuthority(authority.generations().current().key(), issuing);
  }

  /**
   * Takes a certificate that another authority gave to ours: from the next start of a process on,
   * it goes along with everything that our people sign.
   *
   * @param accepted checked
   * @return the place in the log
   */
  public long certifiedBy(CrossCertification.Accepted accepted) throws IOException {
    List<Certificate> all = new ArrayList<>(home.certificates(CERTIFIED_BY_OTHERS));
    accepted.path().stream().filter(one -> !all.contains(one)).forEach(all::add);
    long index =
        log.append(
            LogEntry.of(EntryType.AUTHORITY_CERTIFIED, now())
                .with("issuer", issuing.keyId().hex())
                .with("sha256", accepted.certificate().fingerprint())
                .with("by", accepted.certificate().issuer()));
    home.putCertificates(CERTIFIED_BY_OTHERS, all);
    return index;
  }

  /** The certificates that other authorities gave to ours, with what leads to their roots. */
  public List<Certificate> certifiedByOthers() throws IOException {
    return home.certificates(CERTIFIED_BY_OTHERS);
  }

  public CertificateDirectory directory() {
    return new CertificateDirectory(
        sources.all(), trust.under(RevocationChecking.IF_AVAILABLE), LookupLimits.DEFAULT, clock);
  }

  /** Where mailboxes belong: groups of our people, partners' domains. */
  Affiliations affiliations() {
    return new LiveAffiliations(
        store.people(), store.partners(), trust.under(RevocationChecking.IF_AVAILABLE), clock);
  }

  /** Takes in what correspondents send along with signed mail; never for our own domains. */
  Harvester harvester() {
    return new MailHarvest(
        store.harvested(),
        trust.under(RevocationChecking.IF_AVAILABLE),
        mailbox -> configuration.domains().contains(mailbox.domain()));
  }

  /** What recipients' programs are known to open. */
  Readers readers() {
    return new KnownReaders(store.harvested(), () -> store.partners().partners(), keyRing()::opens);
  }

  /** The keys that mail from outside is opened with; apart from the archive, which stays shut. */
  public SealedKeyRing keyRing() {
    return new SealedKeyRing(store.keyRing(), vault.derive("key ring"), random);
  }

  /** What a policy would be told of people and domains. Nothing is issued for the asking. */
  public FactSources factSources() {
    return new FactSources(
        author -> isActive(author) ? Facts.Signer.SEAL : Facts.Signer.NONE,
        directory()::find,
        affiliations(),
        new MailJudge(this, Spool.standard(), Primitives.standard()));
  }

  /** Passwords with which people's mail programs hand mail in; of use to who is active only. */
  public SubmissionPasswords submissionPasswords() {
    return new SubmissionPasswords(store.passwords(), this::isActive, random, clock);
  }

  /** Passwords of those who have no certificate, under which mail goes to them. */
  public FormPasswords formPasswords() {
    return new FormPasswords(store.formPasswords(), vault.derive("form passwords"), random, clock);
  }

  /** Whether somebody is one of our people now. */
  boolean isActive(Mailbox mailbox) {
    return store
        .people()
        .find(mailbox)
        .filter(person -> person.state() == Person.State.ACTIVE)
        .isPresent();
  }

  /** Our own root and issuing authority, with the revocation lists of the moment. */
  public PathValidator.Context trust(RevocationChecking revocation) {
    return trust.now(revocation);
  }

  public Enrolment enrolment() throws IOException {
    return new Enrolment(
        store.people(),
        authority,
        store.certificates(),
        keyTransport(),
        archive(),
        invitationCodes(),
        new RingByPolicy(this),
        random,
        clock);
  }

  /** One certificate at a time, for protocols. */
  CertificateDesk certificateDesk() throws IOException {
    return new CertificateDesk(
        new CertificateDesk.Ports(
            store.people(),
            authority,
            store.certificates(),
            archive(),
            store.pendingRequests(),
            new RingByPolicy(this),
            this::tellOfMadeKey),
        invitationCodes(),
        configuration.enrolment().approval(),
        random,
        clock);
  }

  private void tellOfMadeKey(Mailbox owner, Certificate certificate, Instant at) {
    notices()
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
        keyTransport(),
        archive(),
        authority.settings().receiptSigners(),
        random);
  }

  /** The organisation's seal for mail of its people. */
  public Seals seals() throws IOException {
    return new Seals(
        vault.key(KeyName.SEAL), authority, store.certificates(), store.people(), clock);
  }

  /**
   * An address of our own people.
   *
   * @throws Failure when it is none, or of a domain that is not ours
   */
  public Mailbox ourMailbox(String address) {
    Mailbox mailbox = Mailbox.of(address);
    if (!configuration.domains().contains(mailbox.domain())) {
      throw Failure.usage(
          mailbox
              + ": is not in our domains ("
              + String.join(", ", configuration.domains())
              + "); see 'domains' in "
              + home.configuration());
    }
    return mailbox;
  }

  /** Seals the archive to other officers. */
  public Resealing resealing() throws IOException {
    return new Resealing(
        store.officers(),
        store.reseals(),
        founding(),
        vault.signing(KeyName.ARCHIVE_RECEIPTS).key(),
        random,
        clock);
  }

  /** The quorum that counts for what is archived now. */
  public Quorum quorum() {
    return officers().quorum();
  }

  /** The quorum of the first set of officers. */
  private Quorum founding() {
    return new Quorum(configuration.archive().quorum(), configuration.archive().officers());
  }

  /** Every certificate over a key: those that we issued or took in, then those of former times. */
  KnownCertificates known() {
    return key ->
        Stream.concat(
                store.certificates().ofKey(key).stream().map(CertificateRecord::certificate),
                store.formerCertificates().over(key).stream())
            .distinct()
            .toList();
  }

  @Override
  public void close() {
    sources.close();
    store.close();
  }
}
