package org.signetmail.app.home;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.smtp.ServerLimits;

/**
 * What {@code signet.yaml} says, checked.
 *
 * @param organization as it stands in certificates
 * @param domains whose mailboxes are ours, lower case
 * @param store where everything is kept
 * @param publicUrl where the world fetches CRLs and CA certificates: plain HTTP, without a trailing
 *     slash
 * @param policyFile relative to the home folder
 * @param log the transparency log's name and witnesses
 * @param certificates what people's certificates are like
 * @param backup where backups go, and when they are taken, kept and tried
 * @param enrolment by which protocols programs get certificates for people
 * @param acme our ACME server
 * @param directory how certificates are found, ours and others'
 * @param clients what people's mail programs are told
 * @param portal how people sign in to it
 */
public record Configuration(
    String organization,
    List<String> domains,
    StoreSettings store,
    Archive archive,
    String publicUrl,
    Listen listen,
    MailSettings mail,
    String policyFile,
    Log log,
    Certificates certificates,
    Status status,
    BackupSettings backup,
    EnrolmentSettings enrolment,
    AcmeSettings acme,
    DirectorySettings directory,
    ClientSettings clients,
    PortalSettings portal) {
  public Configuration {
    domains = List.copyOf(domains);
  }

  /** A configuration with enrolment and the directory as usual, and no ACME server. */
  public Configuration(
      String organization,
      List<String> domains,
      String storeUrl,
      Archive archive,
      String publicUrl,
      Listen listen,
      MailSettings mail,
      String policyFile,
      Log log,
      Certificates certificates,
      Status status,
      BackupSettings backup) {
    this(
        organization,
        domains,
        StoreSettings.at(storeUrl),
        archive,
        publicUrl,
        listen,
        mail,
        policyFile,
        log,
        certificates,
        status,
        backup,
        EnrolmentSettings.STANDARD,
        AcmeSettings.OFF,
        DirectorySettings.beside(listen.https()),
        ClientSettings.NONE,
        PortalSettings.STANDARD);
  }

  /** A configuration whose certificates are for private trust, published as usual. */
  public Configuration(
      String organization,
      List<String> domains,
      String storeUrl,
      Archive archive,
      String publicUrl,
      Listen listen,
      MailSettings mail,
      String policyFile,
      String logOrigin) {
    this(
        organization,
        domains,
        storeUrl,
        archive,
        publicUrl,
        listen,
        mail,
        policyFile,
        new Log(logOrigin, List.of()),
        Certificates.PRIVATE,
        Status.STANDARD,
        BackupSettings.STANDARD);
  }

  /** A JDBC address; a relative SQLite file lies in the home folder. */
  public String storeUrl() {
    return store.url();
  }

  /** The same, with the directory as usual at this place. */
  public Configuration servingDirectoryAt(Endpoint ldap) {
    return with(DirectorySettings.at(ldap));
  }

  /** The same with this ACME server. */
  public Configuration with(AcmeSettings other) {
    return with(other, directory, clients, portal);
  }

  /** The same, with another directory. */
  public Configuration with(DirectorySettings other) {
    return with(acme, other, clients, portal);
  }

  /** The same, with other servers for mail programs. */
  public Configuration with(ClientSettings other) {
    return with(acme, directory, other, portal);
  }

  /** The same, with a portal that people sign in to in other ways. */
  public Configuration with(PortalSettings other) {
    return with(acme, directory, clients, other);
  }

  private Configuration with(
      AcmeSettings server, DirectorySettings found, ClientSettings told, PortalSettings entered) {
    return new Configuration(
        organization,
        domains,
        store,
        archive,
        publicUrl,
        listen,
        mail,
        policyFile,
        log,
        certificates,
        status,
        backup,
        enrolment,
        server,
        found,
        told,
        entered);
  }

  /**
   * Under which rules people's certificates are issued.
   *
   * @param baseline the S/MIME Baseline Requirements they keep; empty for private trust
   * @param organizationIdentifier the organisation's registration (S/MIME BR §7.1.4.2.2 d)
   * @param country two letters of ISO 3166-1
   * @param authorityKey where the issuing authority's key lies in a token (RFC 7512); empty for a
   *     sealed file in the home folder
   */
  public record Certificates(
      Optional<SmimeBaseline> baseline,
      Optional<String> organizationIdentifier,
      Optional<String> country,
      Optional<String> authorityKey) {
    /** Profiles of our own, and keys in files. */
    public static final Certificates PRIVATE =
        new Certificates(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What is published about certificates and time.
   *
   * @param crlValidity from one revocation list to the next at the latest
   * @param crlPartitions in how many parts lists are published beside the whole; 1 for none
   * @param ocspValidity how long an answer about one certificate holds
   * @param ocspSigned how many answers a node signs in a second because they are asked for
   * @param timeAccuracy how far a time stamp may be off
   */
  public record Status(
      Duration crlValidity,
      int crlPartitions,
      Duration ocspValidity,
      int ocspSigned,
      Duration timeAccuracy) {
    public static final Status STANDARD =
        new Status(Duration.ofDays(7), 1, Duration.ofHours(24), 500, Duration.ofSeconds(1));
  }

  /**
   * @param origin the log's unique name
   * @param witnesses who sign that it only grows
   */
  public record Log(String origin, List<WitnessAddress> witnesses) {
    public Log {
      witnesses = List.copyOf(witnesses);
    }
  }

  /**
   * @param officers how many hold shares of what is archived with the first set of officers
   * @param quorum how many of them must act together; later sets are agreed by officers themselves
   * @param recovery what is allowed in bringing keys back
   * @param keep how long a key is kept after its last certificate has ended; empty for ever
   * @param roles who runs and who audits the system, and so is no officer
   */
  public record Archive(
      int officers, int quorum, RecoveryPolicy recovery, Optional<Duration> keep, RoleRule roles) {
    /** Where every key is kept for ever, and nobody is named in another role. */
    public Archive(int officers, int quorum, RecoveryPolicy recovery) {
      this(officers, quorum, recovery, Optional.empty(), RoleRule.NOBODY);
    }

    /** With the standard policy of recovery too. */
    public Archive(int officers, int quorum) {
      this(officers, quorum, RecoveryPolicy.STANDARD);
    }
  }

  /**
   * Where {@code signet up} listens.
   *
   * @param tls what is shown to those who connect under TLS; empty for a certificate of our own
   * @param limits for clients of the mail listeners; the size of a message is {@link Mail}'s
   */
  public record Listen(
      Endpoint https,
      Endpoint http,
      MailListener smtpOutbound,
      MailListener smtpInbound,
      Optional<TlsFiles> tls,
      ServerLimits limits) {
    /** With listeners as usual. */
    public Listen(Endpoint https, Endpoint http, Endpoint smtpOutbound, Endpoint smtpInbound) {
      this(
          https,
          http,
          MailListener.outbound(smtpOutbound),
          MailListener.inbound(smtpInbound),
          Optional.empty(),
          ServerLimits.STANDARD);
    }
  }

  /**
   * Files in PEM, relative to the home folder or absolute.
   *
   * @param certificate the server's own first, then what leads to its root
   * @param key its private key, not sealed
   */
  public record TlsFiles(String certificate, String key) {}
}
