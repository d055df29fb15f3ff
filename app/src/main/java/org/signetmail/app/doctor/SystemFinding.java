package org.signetmail.app.doctor;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be wrong with a system and its neighbours. */
public enum SystemFinding implements FindingCode {
  /** Something could not be looked at. */
  NOT_LOOKED_AT(
      Severity.ERROR, "Signet doctor", "mend what the line says, then run 'signet doctor' again"),
  /** Others than the system's user can read a secret file. */
  READABLE_SECRET(
      Severity.ERROR, "NIST SP 800-57 Part 1 §6.2", "take the permissions away with chmod 600"),
  /** A file in the home belongs to somebody else than the home. */
  OTHERS_FILE(
      Severity.ERROR,
      "Signet home",
      "give it to the home's owner with chown, and run commands as that user"),
  /** A key that is meant to be carried away lies in the home. */
  KEY_NOT_CARRIED_AWAY(
      Severity.WARNING,
      "FPKI Common Policy §6.2",
      "carry it to a medium in a safe, try it there, then delete it here"),
  /** The disk is nearly full. */
  DISK_FULL(Severity.ERROR, "RFC 5321 §4.2.3", "make room, or move the folder to a larger disk"),
  /** The policy cannot be used. */
  POLICY(Severity.ERROR, "Signet policy", "mend it, then run 'signet policy check'"),
  /** A replica of the store does not answer. */
  REPLICA_AWAY(
      Severity.WARNING,
      "Signet store",
      "start it, or take it out of store: replicas:; until then the store is asked"),
  /** A replica does not follow the store in time. */
  REPLICA_BEHIND(
      Severity.WARNING,
      "Signet store",
      "look at pg_stat_replication on the store's server and at the replica's log; until it follows"
          + " the store is asked"),
  /** The clock is behind what the log already says. */
  CLOCK_BEHIND(
      Severity.ERROR, "RFC 3628 §7.3.2", "set the clock by NTP, and look why it went back"),
  /** The clock is not that of the database, which all nodes share. */
  CLOCK_APART(
      Severity.ERROR,
      "RFC 8633 §3",
      "set both clocks by NTP; until then this node issues, revokes and publishes nothing"),
  /** Nothing says that the clock is held by others. */
  CLOCK_ALONE(
      Severity.WARNING, "RFC 8633 §3", "let systemd-timesyncd or chrony hold the clock by NTP"),
  /** A certificate of the system has ended. */
  CERTIFICATE_ENDED(
      Severity.ERROR, "RFC 5280 §4.1.2.5", "renew it; see 'signet ca --help' for authorities"),
  /** A certificate ends soon. */
  CERTIFICATE_ENDS_SOON(
      Severity.WARNING,
      "RFC 5280 §4.1.2.5",
      "renew it before that day; people: signet enrol replace"),
  /** A revocation list has ended, or is missing. */
  LIST_ENDED(Severity.ERROR, "RFC 5280 §5.1.2.5", "run 'signet crl publish', and keep signet up"),
  /** Signet cannot listen where it is to. */
  PORT_NOT_FREE(
      Severity.ERROR,
      "RFC 9293 §3.9.1",
      "stop what listens there ('ss -ltnp' names it), or name another port in signet.yaml"),
  /** Nobody can fetch what certificates point to. */
  NOT_PUBLISHED(
      Severity.WARNING,
      "RFC 5280 §4.2.1.13",
      "start 'signet up', and let public-url lead to its http port"),
  /** Mail programs find nobody's certificate. */
  NO_DIRECTORY(
      Severity.WARNING, "RFC 4511 §4.5", "start 'signet up', or mend listen: ldap: in signet.yaml"),
  /** There are fewer officers than the archive asks for. */
  OFFICERS_MISSING(
      Severity.ERROR, "Signet quorum", "enrol the missing ones with 'signet officer enrol'"),
  /** There is no backup, or none as young as configured. */
  BACKUP_OLD(
      Severity.ERROR, "NIST SP 800-34 §3.4.1", "run 'signet backup create', and keep signet up"),
  /** The file of the last backup is not where it was written. */
  BACKUP_NOT_THERE(
      Severity.WARNING,
      "NIST SP 800-34 §3.4.1",
      "put it back beside the others, or take a new one with 'signet backup create'"),
  /** No backup was proven whole for longer than drills are apart. */
  BACKUP_UNPROVEN(
      Severity.WARNING,
      "NIST SP 800-34 §3.5",
      "run 'signet backup verify --home', or 'signet backup drill'"),
  /** Backups lie on the disk that they are to replace. */
  BACKUP_ON_SAME_DISK(
      Severity.WARNING,
      "NIST SP 800-34 §3.4.2",
      "name another machine's disk in backup: folder:, or copy them there"),
  /** The certificate of a key that opens backups ends. */
  BACKUP_KEY_ENDS(
      Severity.WARNING,
      "RFC 5280 §4.1.2.5",
      "make another with 'signet backup key', and keep the old one for old backups"),
  /** A backup was never tried, or not as often as configured. */
  DRILL_OLD(Severity.WARNING, "NIST SP 800-34 §3.5", "run 'signet backup drill'"),
  /** The last drill failed. */
  DRILL_FAILED(
      Severity.ERROR, "NIST SP 800-34 §3.5", "read its report in drills/, mend, and drill again"),
  /** People wait for notices. */
  NOTICES_WAIT(
      Severity.WARNING, "Signet recovery", "look why the next hop does not take them; see its log"),
  /** The next hop cannot be spoken to. */
  NEXT_HOP(Severity.ERROR, "RFC 5321 §3.1", "start it, or mend mail: next-hop: in signet.yaml"),
  /** The next hop takes smaller messages than we announce. */
  NEXT_HOP_SIZE(
      Severity.WARNING, "RFC 1870 §4", "lower mail: maximum-size:, or raise the next hop's limit"),
  /** The next hop lacks an extension that mail may need. */
  NEXT_HOP_LACKS(
      Severity.WARNING,
      "RFC 5321 §2.2",
      "let the next hop offer it; mail that needs it is refused"),
  /** What is said to the next hop can be read on the way. */
  NEXT_HOP_CLEAR(
      Severity.WARNING,
      "RFC 3207 §1",
      "let the next hop offer STARTTLS, or run it on this machine"),
  /** Whoever is on the way could stand in for the next hop. */
  NEXT_HOP_UNCHECKED(
      Severity.INFO, "RFC 7435 §3", "write tls: required, with roots: for an authority of its own"),
  /** Nobody says where mail that is delivered by MX goes. */
  RESOLVER(Severity.ERROR, "RFC 5321 §5.1", "start it, or mend mail: resolver: in signet.yaml"),
  /** DANE is not used for mail that is delivered by MX. */
  NO_DNSSEC(
      Severity.WARNING,
      "RFC 7672 §2.1.1",
      "run a resolver that validates on this machine, such as unbound, and name it in mail:"
          + " resolver:"),
  /** A name has no address. */
  NO_ADDRESS(Severity.ERROR, "RFC 1034 §3.6", "enter the name into DNS, or mend signet.yaml");

  private final Entry entry;

  SystemFinding(Severity severity, String clause, String advice) {
    entry = new Entry("system." + Entry.word(name()), severity, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
