package org.signetmail.ca;

import java.util.Optional;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/**
 * A certificate that this organisation issued, with what it must remember about it.
 *
 * @param issuer the key of the authority that signed it
 * @param owner the person it is for; empty for services and authorities
 * @param receipt the archive's receipt; present exactly for people's encryption certificates
 */
public record CertificateRecord(
    Certificate certificate,
    KeyId issuer,
    CertificateProfile.Kind kind,
    Optional<Mailbox> owner,
    Optional<ArchiveReceipt> receipt,
    Optional<Revocation> revocation) {}
