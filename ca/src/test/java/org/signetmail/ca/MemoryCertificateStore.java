package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Instant;
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
  private final Map<KeyId, List<StatusChange>> changes = new HashMap<>();

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
  public synchronized Optional<Standing> standing(KeyId issuer, BigInteger serial) {
    return find(issuer, serial)
        .map(record -> new Standing(record.revocation(), lastChange(issuer)));
  }

  @Override
  public synchronized List<CertificateRecord> search(CertificateQuery query, int most) {
    return records.reversed().stream().filter(r -> fits(r, query)).limit(most).toList();
  }

  private static boolean fits(CertificateRecord r, CertificateQuery query) {
    return switch (query) {
      case CertificateQuery.OfMailbox(var mailbox) ->
          r.certificate().mailboxes().contains(mailbox)
              && r.kind() != org.signetmail.pkix.CertificateProfile.Kind.SEAL;
      case CertificateQuery.OfName(String name) -> r.certificate().displayName().equals(name);
      case CertificateQuery.OfIssuer(KeyId issuer) -> r.issuer().equals(issuer);
      case CertificateQuery.OfHash(var part, byte[] hash) ->
          part == CertificateQuery.Part.CERTIFICATE
              && java.util.Arrays.equals(CertificateQuery.hash(r.certificate().encoded()), hash);
    };
  }

  @Override
  public synchronized List<BigInteger> newestSerials(KeyId issuer, int most) {
    return records.reversed().stream()
        .filter(r -> r.issuer().equals(issuer))
        .map(r -> r.certificate().serial())
        .limit(most)
        .toList();
  }

  @Override
  public synchronized Revoked revoke(KeyId issuer, Revocation revocation, LogEntry entry) {
    Optional<CertificateRecord> found = find(issuer, revocation.serial());
    if (found.isEmpty()) {
      return new Revoked.Unknown();
    }
    Optional<Revocation> earlier = found.get().revocation();
    boolean endsHold =
        earlier.filter(MemoryCertificateStore::isHold).isPresent() && !isHold(revocation);
    if (earlier.isPresent() && !endsHold) {
      return new Revoked.Before(earlier.get());
    }
    Revocation kept =
        earlier
            .map(hold -> new Revocation(hold.serial(), hold.at(), revocation.reason()))
            .orElse(revocation);
    return new Revoked.Done(change(found.get(), Optional.of(kept), revocation.at(), entry));
  }

  @Override
  public synchronized Released release(
      KeyId issuer, BigInteger serial, Instant at, LogEntry entry) {
    Optional<CertificateRecord> found = find(issuer, serial);
    if (found.isEmpty()) {
      return new Released.Unknown();
    }
    Optional<Revocation> hold = found.get().revocation();
    return hold.filter(MemoryCertificateStore::isHold).isEmpty()
        ? new Released.NotOnHold(hold)
        : new Released.Done(change(found.get(), Optional.empty(), at, entry));
  }

  @Override
  public synchronized long lastChange(KeyId issuer) {
    return changes(issuer, -1).stream().mapToLong(StatusChange::logIndex).max().orElse(-1);
  }

  @Override
  public synchronized List<StatusChange> changes(KeyId issuer, long after) {
    return changes.getOrDefault(issuer, List.of()).stream()
        .filter(change -> change.logIndex() > after)
        .toList();
  }

  @Override
  public synchronized StatusMoment moment(KeyId issuer, long changedAfter) {
    List<Revocation> revoked =
        records.stream()
            .filter(r -> r.issuer().equals(issuer))
            .flatMap(r -> r.revocation().stream())
            .sorted(Comparator.comparing(Revocation::serial))
            .toList();
    return new StatusMoment(lastChange(issuer), revoked, changes(issuer, changedAfter));
  }

  private long change(
      CertificateRecord r, Optional<Revocation> revocation, Instant at, LogEntry entry) {
    records.set(
        records.indexOf(r),
        new CertificateRecord(
            r.certificate(), r.issuer(), r.kind(), r.owner(), r.receipt(), revocation));
    long index = append(entry);
    changes
        .computeIfAbsent(r.issuer(), issuer -> new ArrayList<>())
        .add(new StatusChange(index, r.certificate().serial(), at));
    return index;
  }

  private static boolean isHold(Revocation revocation) {
    return revocation.reason() == Revocation.Reason.CERTIFICATE_HOLD;
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
