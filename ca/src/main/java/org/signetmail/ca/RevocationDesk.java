package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;

/** Ends certificates of every generation, and publishes that they ended. */
final class RevocationDesk {
  /** Longer than a list of millions takes; a node that died frees its task after it. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** Another node may be faster each time, but not for ever. */
  private static final int MOST_ROUNDS = 5;

  private final CertificateStore certificates;
  private final InstantSource clock;
  private final Map<KeyId, CrlPublisher> publishers = new LinkedHashMap<>();

  RevocationDesk(
      Generations generations,
      AuthoritySettings settings,
      CertificateStore certificates,
      CrlStore crls,
      InstantSource clock) {
    this.certificates = certificates;
    this.clock = clock;
    CrlPublisher.Terms terms =
        new CrlPublisher.Terms(
            settings.crlValidity(), settings.crlPartitions(), Optional.of(settings.publication()));
    for (SigningIdentity generation : generations.all()) {
      publishers.put(
          generation.key().id(),
          new CrlPublisher(new CertificateSigner(generation), certificates, crls, terms));
    }
  }

  CertificateStore.Revoked revoke(KeyId issuer, BigInteger serial, Revocation.Reason reason) {
    if (reason == Revocation.Reason.REMOVE_FROM_CRL) {
      throw new IllegalArgumentException(
          "revocation: remove-from-crl is no reason to revoke (RFC 5280 §5.3.1); give the real"
              + " one");
    }
    Optional<CertificateRecord> record = ours(issuer, serial);
    if (record.isEmpty()) {
      return new CertificateStore.Revoked.Unknown();
    }
    Revocation revocation = new Revocation(serial, now(), reason);
    return certificates.revoke(
        issuer,
        revocation,
        IssuanceEntry.revoked(issuer, record.get().certificate().serialHex(), revocation));
  }

  CertificateStore.Released release(KeyId issuer, BigInteger serial) {
    Optional<CertificateRecord> record = ours(issuer, serial);
    if (record.isEmpty()) {
      return new CertificateStore.Released.Unknown();
    }
    Instant now = now();
    return certificates.release(
        issuer,
        serial,
        now,
        IssuanceEntry.released(issuer, record.get().certificate().serialHex(), now));
  }

  /** All lists of every generation; what is current afterwards knows all that was known before. */
  List<CrlStore.Crl> publishAll() {
    List<CrlStore.Crl> made = new ArrayList<>();
    for (CrlPublisher publisher : publishers.values()) {
      made.addAll(publisher.publish(clock.instant(), CrlPublisher.Extent.ALL));
      publishWhileDue(publisher, made);
    }
    return made;
  }

  /** The lists that lack a change or end soon, without asking whether another node is at it. */
  List<CrlStore.Crl> publishDue() {
    List<CrlStore.Crl> made = new ArrayList<>();
    publishers.values().forEach(publisher -> publishWhileDue(publisher, made));
    return made;
  }

  /** As {@link #publishDue}, unless another node is at it. */
  List<CrlStore.Crl> publishDue(Claims claims, String node) {
    List<CrlStore.Crl> made = new ArrayList<>();
    for (CrlPublisher publisher : publishers.values()) {
      String task = "crl " + publisher.issuer().hex();
      if (publisher.isDue(clock.instant()) && claims.claim(task, node, clock.instant(), LEASE)) {
        try {
          publishWhileDue(publisher, made);
        } finally {
          claims.release(task, node);
        }
      }
    }
    return made;
  }

  /** A list that another node began later and finished earlier may lack what ours would say. */
  private void publishWhileDue(CrlPublisher publisher, List<CrlStore.Crl> made) {
    for (int round = 0; round < MOST_ROUNDS && publisher.isDue(clock.instant()); round++) {
      made.addAll(publisher.publish(clock.instant(), CrlPublisher.Extent.DUE));
    }
  }

  private Optional<CertificateRecord> ours(KeyId issuer, BigInteger serial) {
    return publishers.containsKey(issuer) ? certificates.find(issuer, serial) : Optional.empty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
