package org.signetmail.ca;

import java.net.URI;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** An organisation for tests: authorities made by a real ceremony, and an archive that signs. */
public final class Organization {
  public static final String NAME = "Example Corp";

  public final SecureRandom random = new SecureRandom();
  public final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  public final MemoryCertificateStore certificates = new MemoryCertificateStore();
  public final MemoryCrlStore crls = new MemoryCrlStore();
  public final Publication publication =
      new Publication(URI.create("http://pki.example.test:8080"));
  public final Authorities authorities;
  public final SigningKey archiveKey;
  public final Certificate archiveCertificate;
  public final CertificationAuthority authority;

  public Organization() {
    authorities =
        AuthorityCeremony.perform(AuthorityCeremony.Plan.of(NAME, publication), random, now);
    authorities.record(certificates, crls, random, now);
    CertificationAuthority young = authority(random, AuthoritySettings.of(NAME, publication));
    archiveKey = signingKey();
    archiveCertificate =
        issued(
            young.issueService(
                ServiceKind.ARCHIVE_SIGNING,
                archiveKey.publicKey(),
                ServiceNames.of(subject("Key Archive"))));
    authority = young.with(young.settings().withReceiptSigner(archiveCertificate));
  }

  public CertificationAuthority authority(SecureRandom source, AuthoritySettings settings) {
    return new CertificationAuthority(
        authorities.issuing(), settings, certificates, crls, source, InstantSource.fixed(now));
  }

  public Certificate root() {
    return authorities.root().certificate();
  }

  public Certificate issuing() {
    return authorities.issuing().certificate();
  }

  public SigningKey signingKey() {
    return KeyPairs.signing(KeyAlgorithm.P_256, random);
  }

  public EncryptionKey encryptionKey() {
    return KeyPairs.encryption(KeyAlgorithm.P_256, random);
  }

  public SubjectName subject(String commonName) {
    return new SubjectName(commonName, Optional.of(NAME));
  }

  public ArchiveReceipt receipt(KeyId key, Mailbox owner, SigningKey signer) {
    return ArchiveReceipt.sign(key, owner, now, "0011223344556677", 3, 2, signer);
  }

  public ArchiveReceipt.Verified verified(PublicKey key, Mailbox owner) {
    return receipt(KeyId.of(key), owner, archiveKey).verify(archiveCertificate).orElseThrow();
  }

  /** A signing certificate for somebody new. */
  public Certificate signing(SigningKey key, String name, Mailbox mailbox) {
    return issued(
        authority.issueSigning(
            CertificationRequest.make(key, name, mailbox), subject(name), mailbox));
  }

  /** An encryption certificate, the archive's receipt in hand. */
  public Certificate encryption(EncryptionKey key, String name, Mailbox mailbox) {
    return issued(
        authority.issueEncryption(
            key.publicKey(), subject(name), mailbox, verified(key.publicKey(), mailbox)));
  }

  public static Certificate issued(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused refused -> throw new AssertionError(refused.findings().toString());
    };
  }

  public static List<String> codes(Issuance issuance) {
    return issuance.findings().stream().map(finding -> finding.code().code()).toList();
  }

  /** Revokes a certificate of the issuing authority. */
  public CertificateStore.Revoked revoke(Certificate certificate, Revocation.Reason reason) {
    return authority.revoke(issuing().keyId(), certificate.serial(), reason);
  }
}
