package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateStore.StatusMoment;
import org.signetmail.ca.CrlStore.Base;
import org.signetmail.ca.CrlStore.Crl;
import org.signetmail.ca.CrlStore.CrlHead;
import org.signetmail.ca.CrlStore.CrlKey;
import org.signetmail.ca.CrlStore.Form;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.ListToBeSigned;
import org.signetmail.pkix.Revocation;

/**
 * Makes and publishes the CRLs of one issuer (RFC 5280 §5): of everything, of each partition, and
 * beside each a delta CRL.
 *
 * <p>Any node may publish at any time. The number is taken before the revocations are read: a CRL
 * with a higher number can then never know less than one with a lower number that was finished
 * before it was begun, whichever nodes made them. Lists that are made together share one number and
 * one moment, as §5.2.3 and §5.2.4 want it of a complete CRL and its delta.
 */
final class CrlPublisher {
  /** Lists are made again when this part of their validity is left. */
  private static final int MARGIN = 7;

  private final CertificateSigner pen;
  private final CertificateStore certificates;
  private final CrlStore crls;
  private final Terms terms;
  private final KeyId issuer;

  /**
   * @param partitions for certificates that are issued now; former divisions stay published
   * @param publication where delta CRLs are found; without it there are none
   */
  record Terms(Duration validity, int partitions, Optional<Publication> publication) {}

  /** Which lists to make. */
  enum Extent {
    /** Those that lack a change, or end soon. */
    DUE,
    ALL
  }

  CrlPublisher(CertificateSigner pen, CertificateStore certificates, CrlStore crls, Terms terms) {
    this.pen = pen;
    this.certificates = certificates;
    this.crls = crls;
    this.terms = terms;
    this.issuer = pen.authority().key().id();
  }

  KeyId issuer() {
    return issuer;
  }

  /** Whether a list is missing, ends soon, or lacks a change of status. Cheap, and asked often. */
  boolean isDue(Instant now) {
    Map<CrlKey, CrlHead> heads = heads();
    long last = certificates.lastChange(issuer);
    return partitions(heads).stream()
        .map(partition -> heads.get(new CrlKey(partition, Form.COMPLETE)))
        .anyMatch(head ->
            head == null
                || endsSoon(head, now)
                || (last > head.upTo() && head.key().partition().isWhole()));
  }

  /** Publishes, and gives back what it made; what another node made meanwhile stays current. */
  List<Crl> publish(Instant now, Extent extent) {
    BigInteger number = crls.nextNumber(issuer);
    Map<CrlKey, CrlHead> heads = heads();
    Set<CrlPartition> partitions = partitions(heads);
    StatusMoment moment = certificates.moment(issuer, oldestBase(heads.values()));
    Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
    List<Crl> made = new ArrayList<>();
    for (CrlPartition partition : partitions) {
      @Nullable CrlHead before = heads.get(new CrlKey(partition, Form.COMPLETE));
      if (extent == Extent.ALL || lacks(before, partition, moment, now)) {
        Making making =
            new Making(
                number, thisUpdate, partition, moment, base(before, number, thisUpdate, moment));
        made.add(making.complete());
        terms.publication().ifPresent(where -> made.add(making.delta()));
      }
    }
    crls.publish(issuer, made);
    return made;
  }

  private Map<CrlKey, CrlHead> heads() {
    Map<CrlKey, CrlHead> heads = new HashMap<>();
    crls.heads(issuer).forEach(head -> heads.put(head.key(), head));
    return heads;
  }

  /** The whole, the present division, and each division that certificates may still point to. */
  private Set<CrlPartition> partitions(Map<CrlKey, CrlHead> heads) {
    Set<CrlPartition> partitions = new LinkedHashSet<>();
    partitions.add(CrlPartition.WHOLE);
    partitions.addAll(CrlPartition.all(terms.partitions()));
    heads.keySet().forEach(key -> partitions.add(key.partition()));
    return partitions;
  }

  private boolean endsSoon(CrlHead head, Instant now) {
    return !head.nextUpdate().isAfter(now.plus(terms.validity().dividedBy(MARGIN)));
  }

  private boolean lacks(
      @Nullable CrlHead head, CrlPartition partition, StatusMoment moment, Instant now) {
    return head == null
        || endsSoon(head, now)
        || moment.changed().stream()
            .anyMatch(
                change -> change.logIndex() > head.upTo() && partition.covers(change.serial()));
  }

  private static long oldestBase(Iterable<CrlHead> heads) {
    long oldest = Long.MAX_VALUE;
    for (CrlHead head : heads) {
      oldest = Math.min(oldest, Math.min(head.upTo(), head.base().upTo()));
    }
    return oldest;
  }

  /** Delta CRLs go on from their base for a while, then from a new one, so that they stay small. */
  private Base base(
      @Nullable CrlHead before, BigInteger number, Instant thisUpdate, StatusMoment moment) {
    boolean goesOn =
        before != null
            && before.base().at().plus(terms.validity().dividedBy(MARGIN)).isAfter(thisUpdate);
    return before != null && goesOn ? before.base() : new Base(number, thisUpdate, moment.upTo());
  }

  /** One partition's lists. */
  private final class Making {
    private final BigInteger number;
    private final Instant thisUpdate;
    private final CrlPartition partition;
    private final StatusMoment moment;
    private final Base base;

    Making(
        BigInteger number,
        Instant thisUpdate,
        CrlPartition partition,
        StatusMoment moment,
        Base base) {
      this.number = number;
      this.thisUpdate = thisUpdate;
      this.partition = partition;
      this.moment = moment;
      this.base = base;
    }

    Crl complete() {
      List<Revocation> entries =
          partition.isWhole()
              ? moment.revoked()
              : moment.revoked().stream()
                  .filter(entry -> partition.covers(entry.serial()))
                  .toList();
      return signed(Form.COMPLETE, Optional.empty(), uri(Form.DELTA), entries);
    }

    Crl delta() {
      return signed(Form.DELTA, Optional.of(base.number()), Optional.empty(), changes());
    }

    /** §5.2.4 a and b: what changed since the base, as it is now. */
    private List<Revocation> changes() {
      Map<BigInteger, Revocation> changes = new TreeMap<>();
      for (StatusChange change : moment.changed()) {
        if (change.logIndex() > base.upTo() && partition.covers(change.serial())) {
          changes.put(
              change.serial(),
              revocation(change.serial())
                  .orElseGet(() ->
                      new Revocation(
                          change.serial(), change.at(), Revocation.Reason.REMOVE_FROM_CRL)));
        }
      }
      return List.copyOf(changes.values());
    }

    private Optional<Revocation> revocation(BigInteger serial) {
      Revocation wanted = new Revocation(serial, thisUpdate, Revocation.Reason.UNSPECIFIED);
      int found =
          Collections.binarySearch(
              moment.revoked(), wanted, (one, other) -> one.serial().compareTo(other.serial()));
      return found >= 0 ? Optional.of(moment.revoked().get(found)) : Optional.empty();
    }

    private Crl signed(
        Form form,
        Optional<BigInteger> baseNumber,
        Optional<String> freshest,
        List<Revocation> entries) {
      Instant nextUpdate = thisUpdate.plus(terms.validity());
      ListToBeSigned tbs =
          new ListToBeSigned(
              number,
              thisUpdate,
              nextUpdate,
              baseNumber,
              partition.isWhole() ? Optional.empty() : uri(Form.COMPLETE),
              freshest);
      CrlHead head =
          new CrlHead(
              new CrlKey(partition, form), number, thisUpdate, nextUpdate, moment.upTo(), base);
      return new Crl(head, pen.crl(tbs, entries));
    }

    private Optional<String> uri(Form form) {
      return terms.publication().map(where -> where.crlUri(issuer, new CrlKey(partition, form)));
    }
  }
}
