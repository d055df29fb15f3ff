package org.signetmail.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.CodeCopyStore;
import org.signetmail.archive.FormerCertificates;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.archive.ResealStore;
import org.signetmail.archive.RetentionStore;
import org.signetmail.backup.BackupStore;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.Claims;
import org.signetmail.ca.CrlStore;
import org.signetmail.directory.CertificateSource;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.PartnerStore;
import org.signetmail.enrolment.AttemptStore;
import org.signetmail.enrolment.PendingRequests;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.enrolment.SessionStore;
import org.signetmail.enrolment.acme.AccountStore;
import org.signetmail.enrolment.acme.OrderStore;
import org.signetmail.enrolment.cmp.TransactionStore;
import org.signetmail.enrolment.staff.CensusStore;
import org.signetmail.enrolment.staff.PasskeyStore;
import org.signetmail.gateway.DeliveryJournal;
import org.signetmail.gateway.FormPasswordStore;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.PasswordStore;
import org.signetmail.gateway.StsPolicyStore;
import org.signetmail.rollout.CoverageStore;
import org.signetmail.rollout.MilestoneStore;
import org.signetmail.rollout.PolicyProposals;
import org.signetmail.rollout.SimulationStore;
import org.signetmail.rollout.WaveStore;
import org.signetmail.store.internal.AcmeAccountTable;
import org.signetmail.store.internal.AcmeOrderTable;
import org.signetmail.store.internal.ArchiveTable;
import org.signetmail.store.internal.AttemptTable;
import org.signetmail.store.internal.BackupTable;
import org.signetmail.store.internal.CensusTable;
import org.signetmail.store.internal.CertificateTable;
import org.signetmail.store.internal.ClaimTable;
import org.signetmail.store.internal.CmpTransactionTable;
import org.signetmail.store.internal.CodeCopyTable;
import org.signetmail.store.internal.CoverageTable;
import org.signetmail.store.internal.CrlTable;
import org.signetmail.store.internal.Database;
import org.signetmail.store.internal.Databases;
import org.signetmail.store.internal.DeliveryTable;
import org.signetmail.store.internal.FormPasswordTable;
import org.signetmail.store.internal.FormerCertificateTable;
import org.signetmail.store.internal.HarvestTable;
import org.signetmail.store.internal.LogTable;
import org.signetmail.store.internal.MilestoneTable;
import org.signetmail.store.internal.OfficerTable;
import org.signetmail.store.internal.OlderRows;
import org.signetmail.store.internal.OwnCertificates;
import org.signetmail.store.internal.PartnerTable;
import org.signetmail.store.internal.PasskeyTable;
import org.signetmail.store.internal.PasswordTable;
import org.signetmail.store.internal.PendingRequestTable;
import org.signetmail.store.internal.PersonTable;
import org.signetmail.store.internal.ProposalTable;
import org.signetmail.store.internal.RecoveryTable;
import org.signetmail.store.internal.ReplicatedDatabase;
import org.signetmail.store.internal.ResealTable;
import org.signetmail.store.internal.RetentionTable;
import org.signetmail.store.internal.RingTable;
import org.signetmail.store.internal.SessionTable;
import org.signetmail.store.internal.SimulationTable;
import org.signetmail.store.internal.Snapshot;
import org.signetmail.store.internal.StsPolicyTable;
import org.signetmail.store.internal.UnfinishedRestore;
import org.signetmail.store.internal.WatchedDatabase;
import org.signetmail.store.internal.WaveTable;
import org.signetmail.store.internal.WordTable;
import org.signetmail.tlog.LogStore;

/**
 * Everything that Signet keeps, in one SQLite file or one PostgreSQL database.
 *
 * <p>Durability: when a method of a port returns, what it kept survives a crash of the process and
 * of the machine, and act and log entry are there together or not at all. Concurrency: safe for
 * many threads; several stores may be open on the same file or database at once, in one process or
 * in many. Every port throws {@link StoreUnavailable} when the database fails it.
 */
public final class Store implements AutoCloseable {
  private final StoreUrl url;
  private final WatchedDatabase database;
  private final ReplicatedDatabase replicas;
  private final WatchedDatabase aside;

  private Store(StoreUrl url, Replicas followers) {
    Database opened = Databases.open(url);
    this.url = url;
    this.database = new WatchedDatabase(opened);
    this.replicas = new ReplicatedDatabase(opened, followers);
    this.aside = new WatchedDatabase(replicas);
  }

  /**
   * Opens the store; makes its tables when it is new, and brings older tables up to date.
   *
   * @throws StoreUnavailable when it cannot be used, a later Signet has changed its tables, or a
   *     restore did not come to its end
   */
  public static Store open(StoreUrl url) {
    return open(url, Replicas.NONE);
  }

  /**
   * As {@link #open(StoreUrl)}, with replicas that may be away.
   *
   * @throws IllegalArgumentException when the store is no PostgreSQL database and has replicas
   */
  public static Store open(StoreUrl url, Replicas replicas) {
    if (!replicas.urls().isEmpty() && !(url instanceof StoreUrl.Postgresql)) {
      throw new IllegalArgumentException(
          "store " + url + ": is no PostgreSQL database, nothing follows it; name no replicas");
    }
    Store store = new Store(url, replicas);
    if (UnfinishedRestore.isUnfinished(store.database)) {
      store.close();
      throw new StoreUnavailable(
          "store " + url + ": is filled in part only; run the same 'signet backup restore' again");
    }
    return store;
  }

  /** As {@link #open}, for {@link StoreSnapshot#restore}: it may be filled in part. */
  public static Store openToRestore(StoreUrl url) {
    return new Store(url, Replicas.NONE);
  }

  /** Who hears of transactions that begin from now on. */
  public void watch(StoreWatch listener) {
    database.watch(listener);
    aside.watch(listener);
  }

  /** For reads that may be a moment old. From the first use on it is watched which replica may. */
  public Aside aside() {
    replicas.start();
    return new Aside(aside, replicas);
  }

  /** Where it is. */
  public StoreUrl url() {
    return url;
  }

  public CertificateStore certificates() {
    return new CertificateTable(database);
  }

  public CrlStore crls() {
    return new CrlTable(database);
  }

  /** Which node does what one node needs to do. */
  public Claims claims() {
    return new ClaimTable(database);
  }

  public ArchiveStore archive() {
    return new ArchiveTable(database);
  }

  /** Certificates by which old messages name people's keys. */
  public FormerCertificates formerCertificates() {
    return new FormerCertificateTable(database);
  }

  /** The archive's records, to be sealed again to other officers. */
  public ResealStore reseals() {
    return new ResealTable(database);
  }

  public OfficerStore officers() {
    return new OfficerTable(database);
  }

  public RecoveryStore recoveries() {
    return new RecoveryTable(database);
  }

  /** Copies of archived keys under their owners' recovery codes. */
  public CodeCopyStore codeCopies() {
    return new CodeCopyTable(database);
  }

  public PersonStore people() {
    return new PersonTable(database);
  }

  /** Counts and finds people and certificates for the console. */
  public CensusStore census() {
    return new CensusTable(database);
  }

  /**
   * Writes what a node of an older Signet, which still runs beside this one, leaves out; all of it,
   * some hundred rows to a transaction.
   *
   * @return how many rows were filled in: none when it is called again
   */
  public int catchUp() {
    return new OlderRows(database).catchUp();
  }

  /** Passkeys of those who run the system. */
  public PasskeyStore passkeys() {
    return new PasskeyTable(database);
  }

  /** Who is signed in to the console. */
  public SessionStore staffSessions() {
    return SessionTable.ofStaff(database);
  }

  /** Who is signed in to the portal. */
  public SessionStore sessions() {
    return SessionTable.ofPeople(database);
  }

  /** What may be tried only so often. */
  public AttemptStore attempts() {
    return new AttemptTable(database);
  }

  /** Accounts of our ACME server. */
  public AccountStore acmeAccounts() {
    return new AcmeAccountTable(database);
  }

  /** Orders at our ACME server. */
  public OrderStore acmeOrders() {
    return new AcmeOrderTable(database);
  }

  /** Operations of CMP that go on over several messages. */
  public TransactionStore cmpTransactions() {
    return new CmpTransactionTable(database);
  }

  public PartnerStore partners() {
    return new PartnerTable(database);
  }

  /** What correspondents sent along with signed mail. */
  public HarvestedCertificates harvested() {
    return new HarvestTable(database);
  }

  /** The sealed keys that mail from outside is opened with. */
  public KeyRingStore keyRing() {
    return new RingTable(database);
  }

  public DeliveryJournal journal() {
    return new DeliveryTable(database);
  }

  /** Requests for certificates that administrators decide about. */
  public PendingRequests pendingRequests() {
    return new PendingRequestTable(database);
  }

  /** People's passwords for handing mail in. */
  public PasswordStore passwords() {
    return new PasswordTable(database);
  }

  /** The sealed passwords of those who have no certificate. */
  public FormPasswordStore formPasswords() {
    return new FormPasswordTable(database);
  }

  /** What domains say of the servers that take their mail. */
  public StsPolicyStore stsPolicies() {
    return new StsPolicyTable(database);
  }

  public LogStore log() {
    return new LogTable(database);
  }

  /**
   * Deletes the private openings of log entries, for ever; an entry says of which. Leaves, proofs
   * and checkpoints stay as they are.
   *
   * @param logIndexes a thousand at most
   * @return how many there were
   */
  public int forgetOpenings(List<Long> logIndexes, Instant at) {
    return new LogTable(database).forgetOpenings(logIndexes, at);
  }

  /** The certificates of people issued here, by mailbox. */
  public CertificateSource certificateSource() {
    return new OwnCertificates(database);
  }

  /** Our people as a directory shows them. */
  public ListedPeople listedPeople() {
    return new WordTable(database);
  }

  /** Lets archived keys go whose time is over. */
  public RetentionStore retention() {
    return new RetentionTable(database);
  }

  /** The waves of the rollout. */
  public WaveStore waves() {
    return new WaveTable(database);
  }

  /** Policies that are proposed for waves. */
  public PolicyProposals policyProposals() {
    return new ProposalTable(database);
  }

  /** How far each group of people was, day by day. */
  public CoverageStore coverage() {
    return new CoverageTable(database);
  }

  /** What people did with secure mail for the first time. */
  public MilestoneStore milestones() {
    return new MilestoneTable(database);
  }

  /** Which policies were tried on mail. */
  public SimulationStore simulations() {
    return new SimulationTable(database);
  }

  /** Which backups and drills there were. */
  public BackupStore backups() {
    return new BackupTable(database);
  }

  /** The clock of the database's machine; empty where the database is a file of ours. */
  public Optional<Instant> time() {
    if (url instanceof StoreUrl.Sqlite) {
      return Optional.empty();
    }
    return Optional.of(Databases.time(database));
  }

  /** Copies of the store row by row. */
  public StoreSnapshot snapshot() {
    return snapshot(SnapshotForm.ROWS, PostgresqlTools.FOUND);
  }

  /**
   * Copies of the store in this form; a copy in either is restored.
   *
   * @throws IllegalArgumentException when this database has no such form
   */
  public StoreSnapshot snapshot(SnapshotForm form, PostgresqlTools tools) {
    if (form == SnapshotForm.PG_DUMP && !(url instanceof StoreUrl.Postgresql)) {
      throw new IllegalArgumentException(
          "store " + url + ": is no PostgreSQL database, pg_dump does not read it; copy its rows");
    }
    return new Snapshot(database, url, form, tools);
  }

  /** Finishes the writes that are under way. What is asked for afterwards is refused. */
  @Override
  public void close() {
    aside.close();
    database.close();
  }

  @Override
  public String toString() {
    return "store " + url;
  }
}
