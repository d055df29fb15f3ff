package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.ca.AuthoritySettings;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Generations;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.directory.LookupLimits;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/**
 * One organisation's system, opened: its store and every service over it, wired with plain {@code
 * new}. Commands use it for a moment; {@link Services} runs it. Thread-safe.
 */
public final class Organization implements Closeable {
  private final Home home;
  private final Configuration configuration;
  private final KeyVault vault;
  private final Store store;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final SharedTime time;
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
    this.time = new SharedTime(store, clock, System::nanoTime);
    this.root = home.certificate("root");
    this.authorityKeys = AuthorityKeys.of(configuration, vault);
    Generations generations = authorityKeys.generations(home);
    this.issuing = generations.current().certificate();
    this.log = log(store, configuration, vault.key(KeyName.LOG));
    this.authority =
        new CertificationAuthority(
            generations.withPath(issuingPath()),
            withReceiptSigners(AuthorityServices.settings(configuration), home)
                .withWeakKeys(WeakKeyFiles.read(configuration.enrolment().weakKeys(), home)),
            store.certificates(),
            store.crls(),
            random,
            time.forActs());
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
    path.addAll(home.certificates(AuthorityServices.CERTIFIED_BY_OTHERS));
    return path;
  }

  /** Opens the system that lives in {@code home}. */
  public static Organization open(Home home, InstantSource clock) throws IOException {
    Configuration configuration = ConfigurationFile.read(home.folder());
    Store store = openStore(configuration, home);
    try {
      Organization organization = new Organization(home, configuration, store, clock);
      organization.requireRolesApart();
      if (!organization.time.isApart()) {
        organization.authority.publishDue();
      }
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

  static Store openStore(Configuration configuration, Home home) {
    return Store.open(storeUrl(configuration, home), configuration.store().followers());
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

  /** Whether this machine's clock is the one of all nodes. */
  public SharedTime time() {
    return time;
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

  /** What people are told, on its way. People who are active here read their mail. */
  public NoticeOutbox notices() {
    return new NoticeOutbox(home.outbox(), this::isActive);
  }

  public CertificateDirectory directory() {
    return new CertificateDirectory(
        sources.all(), trust.forMail(RevocationChecking.IF_AVAILABLE), LookupLimits.DEFAULT, clock);
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

  /** The archive of encryption keys, its officers, and recovery. */
  public ArchiveServices archiving() {
    return new ArchiveServices(this);
  }

  /** People, and the ways in which they come to certificates. */
  public EnrolmentServices enrolling() {
    return new EnrolmentServices(this);
  }

  /** What mail asks of the organisation. */
  public MailServices mailing() {
    return new MailServices(this);
  }

  /** What the authority does beside issuing. */
  public AuthorityServices certifying() {
    return new AuthorityServices(this);
  }

  /** The same, as mail sees it: a change counts a tenth of a second later. */
  Supplier<PathValidator.Context> trustForMail(RevocationChecking revocation) {
    return trust.forMail(revocation);
  }

  /** Our own trust, made anew at each use. */
  Supplier<PathValidator.Context> trustUnder(RevocationChecking revocation) {
    return trust.under(revocation);
  }

  @Override
  public void close() {
    sources.close();
    store.close();
  }
}
