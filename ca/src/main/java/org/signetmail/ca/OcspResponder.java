package org.signetmail.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.ca.OcspCache.Ready;
import org.signetmail.ca.OcspCache.Subject;
import org.signetmail.pkix.CertStatus;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.OcspCertId;
import org.signetmail.pkix.OcspFailure;
import org.signetmail.pkix.OcspInquiry;
import org.signetmail.pkix.OcspSigner;

/**
 * Answers for the status of every generation's certificates (RFC 6960 in the form of RFC 9919):
 * from responses that were made before, at a change of status and before they end; signed for the
 * one request where it brings a nonce (RFC 9654).
 *
 * <p>A certificate that nobody issued is {@code unknown}, never good. Each node has a responder
 * with a key of its own; {@link #refresh}, called every second or two, brings what other nodes have
 * revoked. Thread-safe.
 */
public final class OcspResponder {
  private final CertificateStore certificates;
  private final CertificateStore copy;
  private final OcspSettings settings;
  private final InstantSource clock;
  private final OcspResponders responders;
  private final OcspCache cache;
  private final SigningBudget budget;
  private final Map<OcspCertId.Issuer, KeyId> issuers = new HashMap<>();
  private final Map<KeyId, Certificate> generations = new HashMap<>();
  private final Map<KeyId, Long> seen = new ConcurrentHashMap<>();

  /**
   * A responder that answers as soon as it is made.
   *
   * @param copy of the certificates, which may be a moment behind them; or the same
   */
  public OcspResponder(
      CertificationAuthority authority,
      CertificateStore certificates,
      CertificateStore copy,
      OcspSettings settings,
      SecureRandom random,
      InstantSource clock) {
    this.certificates = certificates;
    this.copy = copy;
    this.settings = settings;
    this.clock = clock;
    this.responders = new OcspResponders(authority, random, clock);
    this.cache = new OcspCache(settings.ready());
    this.budget = new SigningBudget(settings.signedPerSecond(), clock);
    for (Certificate generation : authority.generations().certificates()) {
      generations.put(generation.keyId(), generation);
      seen.put(generation.keyId(), certificates.lastChange(generation.keyId()));
      for (OcspCertId.Form form : OcspCertId.Form.values()) {
        issuers.put(OcspCertId.issuer(generation, form), generation.keyId());
      }
    }
    responders.renew();
  }

  /** The answer to a request, whatever it is: garbage gets one too. */
  public OcspAnswer answer(byte[] request) {
    OcspInquiry inquiry;
    try {
      inquiry = OcspInquiry.of(request);
    } catch (IOException e) {
      return new OcspAnswer.Failed(OcspFailure.MALFORMED_REQUEST);
    }
    OcspCertId first = inquiry.certificates().getFirst();
    KeyId issuer = issuers.get(first.issuer());
    boolean ours =
        issuer != null
            && inquiry.certificates().stream()
                .allMatch(id -> issuer.equals(issuers.get(id.issuer())));
    Optional<OcspSigner> signer = ours && issuer != null ? responders.of(issuer) : Optional.empty();
    if (issuer == null || signer.isEmpty()) {
      return new OcspAnswer.Failed(OcspFailure.UNAUTHORIZED);
    }
    Optional<OcspAnswer.Reusable> ready =
        inquiry.certificates().size() == 1
            ? ready(new Subject(issuer, first.serial()), first)
            : Optional.empty();
    if (ready.isPresent() && inquiry.nonce().isEmpty()) {
      return ready.get();
    }
    if (!budget.take()) {
      // What is ready may be given without the nonce (RFC 9919 §3.2.1).
      return ready
          .<OcspAnswer>map(answer -> answer)
          .orElseGet(() -> new OcspAnswer.Failed(OcspFailure.TRY_LATER));
    }
    return inquiry.certificates().size() == 1 && inquiry.nonce().isEmpty()
        ? made(new Subject(issuer, first.serial()), first, signer.get())
        : once(issuer, inquiry, signer.get());
  }

  /** Renews certificates and responses, and takes over what was revoked, here or elsewhere. */
  public synchronized void refresh() {
    responders.renew();
    generations.keySet().forEach(this::takeOver);
    Instant now = clock.instant();
    cache
        .all()
        .forEach((subject, forms) -> {
          for (Ready ready : forms) {
            if (!now.isBefore(half(ready.answer()))) {
              make(subject, ready.id());
            }
          }
        });
  }

  /** Makes responses for the newest certificates of each generation, before anybody asks. */
  public void prepare() {
    for (Map.Entry<KeyId, Certificate> generation : generations.entrySet()) {
      for (BigInteger serial :
          certificates.newestSerials(generation.getKey(), settings.prepared())) {
        for (OcspCertId.Form form : OcspCertId.Form.values()) {
          OcspCertId id = OcspCertId.of(generation.getValue(), serial, form);
          Subject subject = new Subject(generation.getKey(), serial);
          if (cache.find(subject, id).isEmpty()) {
            make(subject, id);
          }
        }
      }
    }
  }

  private void takeOver(KeyId issuer) {
    long since = seen.getOrDefault(issuer, -1L);
    for (StatusChange change : certificates.changes(issuer, since)) {
      Subject subject = new Subject(issuer, change.serial());
      seen.put(issuer, change.logIndex()); // from here on, a copy that lacks it is not believed
      for (OcspCertId form : cache.forget(subject)) {
        make(subject, form);
      }
    }
  }

  private Optional<OcspAnswer.Reusable> ready(Subject subject, OcspCertId id) {
    Instant now = clock.instant();
    return cache.find(subject, id).filter(answer -> now.isBefore(answer.nextUpdate()));
  }

  private void make(Subject subject, OcspCertId id) {
    responders.of(subject.issuer()).ifPresent(signer -> made(subject, id, signer));
  }

  /**
   * Makes a response and keeps it; one that says "unknown" is not kept, or anybody could fill us.
   */
  private OcspAnswer.Reusable made(Subject subject, OcspCertId id, OcspSigner signer) {
    long era = cache.era();
    OcspSigner.Single single = single(subject.issuer(), id, signer);
    byte[] encoded = signer.sign(List.of(single), Optional.empty(), single.thisUpdate());
    OcspAnswer.Reusable answer =
        new OcspAnswer.Reusable(encoded, single.thisUpdate(), single.nextUpdate(), sha256(encoded));
    if (!(single.status() instanceof CertStatus.Unknown)) {
      cache.keep(subject, new Ready(id, answer), era);
    }
    return answer;
  }

  private OcspAnswer once(KeyId issuer, OcspInquiry inquiry, OcspSigner signer) {
    List<OcspSigner.Single> singles = new ArrayList<>();
    inquiry.certificates().forEach(id -> singles.add(single(issuer, id, signer)));
    return new OcspAnswer.Once(
        signer.sign(singles, inquiry.nonce(), singles.getFirst().thisUpdate()));
  }

  private OcspSigner.Single single(KeyId issuer, OcspCertId id, OcspSigner signer) {
    Instant thisUpdate = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant nextUpdate = thisUpdate.plus(settings.validity());
    Instant end = signer.certificate().notAfter();
    return new OcspSigner.Single(
        id, status(issuer, id.serial()), thisUpdate, nextUpdate.isAfter(end) ? end : nextUpdate);
  }

  private CertStatus status(KeyId issuer, BigInteger serial) {
    Optional<CertificateStore.Standing> standing = standing(issuer, serial);
    if (standing.isEmpty()) {
      return new CertStatus.Unknown();
    }
    return standing
        .get()
        .revocation()
        .<CertStatus>map(revoked -> new CertStatus.Revoked(revoked.at(), revoked.reason()))
        .orElseGet(CertStatus.Good::new);
  }

  /**
   * As the copy knows it, unless it lacks a change that was taken over here already: that answer
   * would be kept, and no change would come any more that ends it. What the copy does not know may
   * have been issued a moment ago.
   */
  private Optional<CertificateStore.Standing> standing(KeyId issuer, BigInteger serial) {
    return copy.standing(issuer, serial)
        .filter(found -> found.asOf() >= seen.getOrDefault(issuer, -1L))
        .or(() -> certificates.standing(issuer, serial));
  }

  private static Instant half(OcspAnswer.Reusable answer) {
    return answer
        .thisUpdate()
        .plus(java.time.Duration.between(answer.thisUpdate(), answer.nextUpdate()).dividedBy(2));
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
