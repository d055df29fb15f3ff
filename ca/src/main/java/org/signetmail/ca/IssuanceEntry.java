package org.signetmail.ca;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * What the transparency log says of a certificate: which one, by serial and hash, from whom, under
 * which profile. Whose it is stands there as a commitment only.
 */
final class IssuanceEntry {
  private IssuanceEntry() {}

  static LogEntry issued(
      CertificateRecord record,
      CertificateProfile profile,
      List<String> dnsNames,
      Instant now,
      SecureRandom random) {
    LogEntry entry =
        LogEntry.of(EntryType.CERTIFICATE_ISSUED, now)
            .with("serial", record.certificate().serialHex())
            .with("issuer", record.issuer().hex())
            .with("sha256", record.certificate().fingerprint())
            .with("profile", profile.name());
    String names =
        Stream.concat(
                record.certificate().mailboxes().stream().map(Mailbox::toString), dnsNames.stream())
            .collect(Collectors.joining(" "));
    if (!names.isEmpty()) {
      entry = entry.committing(record.owner().isPresent() ? "mailbox" : "names", names, random);
    }
    return record.receipt().isPresent()
        ? entry.with("receipt", record.receipt().get().record())
        : entry;
  }

  static LogEntry revoked(KeyId issuer, String serialHex, Revocation revocation) {
    return LogEntry.of(EntryType.CERTIFICATE_REVOKED, revocation.at())
        .with("serial", serialHex)
        .with("issuer", issuer.hex())
        .with("reason", revocation.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  static LogEntry released(KeyId issuer, String serialHex, Instant at) {
    return LogEntry.of(EntryType.CERTIFICATE_RELEASED, at)
        .with("serial", serialHex)
        .with("issuer", issuer.hex());
  }
}
