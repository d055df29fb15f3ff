package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.archive.Officer;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Publication;
import org.signetmail.directory.Partner;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The end of a former generation of the issuing authority whose key somebody else has: its
 * certificates end in its own last list, itself in the root's, and its key is thrown away. Cut off
 * anywhere, it can be done again.
 */
public final class AuthorityRevocation {
  private static final int PAGE = 500;

  /**
   * What readers outside could be shown. The archive's and the officers' certificates say things
   * inside this system only, under keys that nobody else had.
   */
  private static final Set<Kind> SHOWN =
      Set.of(Kind.PERSON_SIGNING, Kind.PERSON_ENCRYPTION, Kind.SEAL, Kind.TLS_SERVER, Kind.TSA);

  private final Organization organization;
  private final Certificate former;

  /**
   * @param former of a generation that issues no more
   */
  public AuthorityRevocation(Organization organization, Certificate former) {
    this.organization = organization;
    this.former = former;
  }

  /** What still stands on it and would fall with it, one line each. */
  public List<String> dependents() throws IOException {
    List<String> lines = new ArrayList<>();
    ServiceReissue reissue = new ServiceReissue(organization);
    for (KeyName own :
        List.of(KeyName.ARCHIVE_RECEIPTS, KeyName.BACKUP_SIGNING, KeyName.TSA, KeyName.TLS)) {
      if (reissue.isDue(organization.vault().signing(own).certificate())) {
        lines.add(own.file() + ": has its certificate from it; run 'signet ca reissue' first");
      }
    }
    for (Officer officer : organization.archiving().officers().list()) {
      if (isOfFormer(officer.signing())) {
        lines.add(
            "officer "
                + officer.mailbox()
                + ": could decide no case any more; enrol the officer again, then 'signet officer"
                + " replace --in "
                + officer.mailbox()
                + "'");
      }
    }
    return lines;
  }

  /**
   * What was done.
   *
   * @param certificates how many ended with it
   * @param key whether its key was here, and is thrown away
   */
  public record Ended(int certificates, boolean key) {}

  /**
   * Ends it.
   *
   * @param root the root's key, as it was brought
   */
  public Ended perform(SigningKey root) throws IOException {
    if (!root.id().equals(organization.root().keyId())) {
      throw Failure.usage(
          "root key: is not the key of "
              + organization.root().displayName()
              + "; bring the file that 'signet init' made");
    }
    int ended = endCertificates();
    organization.authority().publishCrls();
    SigningIdentity identity = new SigningIdentity(root, List.of(organization.root()));
    CertificateStore certificates = organization.store().certificates();
    if (AuthorityCeremony.revokeIssuing(
            identity, former, Revocation.Reason.CA_COMPROMISE, certificates, organization.now())
        instanceof CertificateStore.Revoked.Unknown) {
      throw new Failure(
          ExitCode.FAILED, former.displayName() + ": is no authority that our root certified");
    }
    AuthorityCeremony.publishRootCrl(
        identity, certificates, organization.store().crls(), organization.now());
    organization.log().publish(organization.now());
    boolean key = organization.vault().forgetFormerIssuing(Publication.name(former.keyId()));
    return new Ended(ended, key);
  }

  private int endCertificates() {
    int ended = 0;
    long before = Long.MAX_VALUE;
    while (true) {
      List<CertificateStore.Listed> page = organization.store().certificates().page(before, PAGE);
      if (page.isEmpty()) {
        return ended;
      }
      for (CertificateStore.Listed one : page) {
        before = one.logIndex();
        if (counts(one.record())) {
          var _ =
              organization
                  .authority()
                  .revoke(
                      one.record().issuer(),
                      one.record().certificate().serial(),
                      Revocation.Reason.SUPERSEDED);
          ended++;
        }
      }
    }
  }

  private boolean counts(CertificateRecord one) {
    boolean isOver =
        one.revocation()
            .filter(earlier -> earlier.reason() != Revocation.Reason.CERTIFICATE_HOLD)
            .isPresent();
    return one.issuer().equals(former.keyId())
        && SHOWN.contains(one.kind())
        && !isOver
        && one.certificate().notAfter().isAfter(organization.now())
        && organization.authority().answersFor(one.issuer());
  }

  private boolean isOfFormer(Certificate certificate) {
    KeyId issuer = former.keyId();
    return organization.store().certificates().ofKey(certificate.keyId()).stream()
        .filter(record -> record.certificate().equals(certificate))
        .anyMatch(record -> record.issuer().equals(issuer));
  }

  /**
   * Writes what those outside need who rely on us: a page of text, the root's list, the present
   * authority's certificate and the one that ended. The root, which they have, vouches for all.
   *
   * @return the partners to whom it should go
   */
  public List<String> notice(Path folder) throws IOException {
    PrivateFiles.createFolder(folder);
    CrlStore.Crl list =
        organization
            .store()
            .crls()
            .current(organization.root().keyId())
            .orElseThrow(() -> new IllegalStateException("the root's list was published"));
    Certificate present = organization.issuing();
    PrivateFiles.write(folder.resolve("root.crl"), list.encoded());
    put(folder.resolve("issuing.pem"), present.pem());
    put(folder.resolve("ended.pem"), former.pem());
    put(
        folder.resolve("notice.txt"),
        """
        %s: the key of one of our authorities was in other hands.

        Do not accept it any more:
          %s
          serial %s, SHA-256 %s
          (ended.pem)
        It stands in our root's revocation list, number %s, from %s on (root.crl, also at
          %s).
        In its place issues:
          %s
          SHA-256 %s
          (issuing.pem)
        Our root is as before: SHA-256 %s. It signed the list and the certificate; check both
        with it, and this page with somebody of ours whom you know.

        Certificates of the former authority that are not in our log at
          %s/log/
        were not made by us. What was signed with one of them proves nothing unless a time stamp
        shows that it is older than the day on which the key was lost.
        """
            .formatted(
                organization.configuration().organization(),
                former.displayName(),
                former.serialHex(),
                former.fingerprint(),
                list.number(),
                list.head().thisUpdate(),
                new Publication(java.net.URI.create(organization.configuration().publicUrl()))
                    .crlUri(organization.root().keyId()),
                present.displayName(),
                present.fingerprint(),
                organization.root().fingerprint(),
                organization.configuration().publicUrl()));
    return organization.store().partners().partners().stream().map(Partner::name).toList();
  }

  private static void put(Path file, String text) throws IOException {
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
