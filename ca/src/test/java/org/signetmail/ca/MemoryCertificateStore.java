package org.signetmail.ca;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.LogEntry;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryCertificateStore implements CertificateStore {
  private final List<CertificateRecord> records = new ArrayList<>();
  private final Map<Certificate, Long> indexes = new HashMap<>();
  private final List<LogEntry> log = new ArrayList<>();

  @Override
  public synchronized Kept keep(CertificateRecord record, LogEntry entry) {
    if (find(record.issuer(), record.certificate().serial()).isPresent()) {
      return new Kept.SerialTaken();
    }
    for (CertificateRecord other : ofKey(record.certificate().keyId())) {
      if (otherUse(record.certificate(), other.certificate())) {
        return new Kept.KeyHasOtherUse(other);
      }
    }
    for (CertificateRecord other : ofKey(record.certificate().keyId())) {
      if (!other.owner().equals(record.owner())) {
        return new Kept.KeyHasOtherHolder(other);
      }
    }
    records.add(record);
    indexes.put(record.certificate(), append(entry));
    return new Kept.Done(log.size() - 1L);
  }

  @Override
  public synchronized Optional<CertificateRecord> find(KeyId issuer, BigInteger serial) {
    return records.stream()
        .filter(r -> r.issuer().equals(issuer) && r.certificate().serial().equals(serial))
        .findFirst();
  }

  @Override
  public synchronized List<CertificateRecord> ofOwner(Mailbox owner) {
    return records.reversed().stream()
        .filter(r -> r.owner().equals(Optional.of(owner)))
        .sorted(
            Comparator.comparing((CertificateRecord r) -> r.certificate().notBefore()).reversed())
        .toList();
  }

  @Override
  public synchronized List<Listed> page(long before, int limit) {
    return records.reversed().stream()
        .map(this::listed)
        .filter(listed -> listed.logIndex() < before)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Listed> ofSerial(BigInteger serial) {
    return records.reversed().stream()
        .filter(r -> r.certificate().serial().equals(serial))
        .map(this::listed)
        .toList();
  }

  private Listed listed(CertificateRecord record) {
    return new Listed(Objects.requireNonNull(indexes.get(record.certificate())), record);
  }

  @Override
  public synchronized List<CertificateRecord> ofKey(KeyId key) {
    return records.stream().filter(r -> r.certificate().keyId().equals(key)).toList();
  }

  @Override
  public synchronized Revoked revoke(KeyId issuer, Revocation revocation, LogEntry entry) {
    Optional<CertificateRecord> found = find(issuer, revocation.serial());
    if (found.isEmpty()) {
      return new Revoked.Unknown();
    }
    CertificateRecord r = found.get();
    if (r.revocation().isPresent()) {
      return new Revoked.Before(r.revocation().get());
    }
    records.set(
        records.indexOf(r),
        new CertificateRecord(
            r.certificate(),
            r.issuer(),
            r.kind(),
            r.owner(),
            r.receipt(),
            Optional.of(revocation)));
    return new Revoked.Done(append(entry));
  }

  @Override
  public synchronized List<Revocation> revocations(KeyId issuer) {
    return records.stream()
        .filter(r -> r.issuer().equals(issuer))
        .flatMap(r -> r.revocation().stream())
        .sorted(Comparator.comparing(Revocation::serial))
        .toList();
  }

  /** Every entry, in order. */
  public synchronized List<LogEntry> log() {
    return List.copyOf(log);
  }

  private long append(LogEntry entry) {
    log.add(entry);
    return log.size() - 1L;
  }

  private static boolean otherUse(Certificate a, Certificate b) {
    return (a.maySign() && b.mayEncrypt()) || (a.mayEncrypt() && b.maySign());
  }
}
