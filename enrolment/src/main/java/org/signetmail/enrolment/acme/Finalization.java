package org.signetmail.enrolment.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.RequestedContent;

/**
 * From an order that is ready to its certificate (RFC 8555 §7.4). Of many that finalize one order
 * at once, one works; when it is cut off, the next finds what it left: the certificate, or the
 * order as it was.
 *
 * <p>A request for digitalSignature gets a signing certificate, over a key that stays where it was
 * made. A request for keyEncipherment or keyAgreement gets an encryption certificate only where the
 * archive keeps that key already: a PKCS#10 cannot bring it there. A request that says neither asks
 * for both uses (RFC 8823 §3.3) and gets nothing.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Finalization {
  /** Longer than issuing takes. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final Set<CertificateProfile.Kind> PERSONAL =
      Set.of(CertificateProfile.Kind.PERSON_SIGNING, CertificateProfile.Kind.PERSON_ENCRYPTION);

  private static final Duration TRUNCATED = Duration.ofSeconds(2); // notBefore has whole seconds

  private final Orders orders;
  private final OrderStore store;
  private final CertificateDesk desk;
  private final CertificationAuthority authority;
  private final CertificateStore certificates;
  private final Optional<IssueMail> caa;
  private final InstantSource clock;

  /**
   * @param caa what the domain's CAA records are asked; empty where an administrator said that they
   *     do not count
   */
  public Finalization(
      Orders orders,
      OrderStore store,
      CertificateDesk desk,
      CertificationAuthority authority,
      CertificateStore certificates,
      Optional<IssueMail> caa,
      InstantSource clock) {
    this.orders = orders;
    this.store = store;
    this.desk = desk;
    this.authority = authority;
    this.certificates = certificates;
    this.caa = caa;
    this.clock = clock;
  }

  /** Issues for a request; the same order with its certificate. */
  public Order finalize(Account account, String id, CertificationRequest request) throws Refusal {
    Order order = settled(orders.require(account, id));
    Instant now = clock.instant();
    if (order.status(now) == Order.Status.VALID && isOver(order, request)) {
      return order; // the answer of before was lost
    }
    ProvenMailbox proven =
        Optional.of(order)
            .filter(one -> one.status(now) == Order.Status.READY)
            .flatMap(one -> one.proven(now))
            .orElseThrow(() -> notReady(order, now));
    requireRequest(order, request);
    Optional<Problem> forbidden = caa.flatMap(one -> one.objection(order.mailbox().domain()));
    if (forbidden.isPresent()) {
      throw forbidden.get().refusal();
    }
    KeyId key = KeyId.of(request.publicKey());
    Order working = order.with(Optional.of(new Order.Finalizing(key, now)));
    if (!store.change(working)) {
      throw notReady(store.find(id).orElseThrow(), now);
    }
    return issue(next(working), request, proven);
  }

  /** An order as it is now, after whoever worked on it was cut off. */
  public Order settled(Order order) {
    Instant now = clock.instant();
    Optional<Order.Finalizing> left =
        order
            .finalizing()
            .filter(_ -> order.status(now) == Order.Status.PROCESSING)
            .filter(work -> work.since().plus(LEASE).isBefore(now));
    if (left.isEmpty()) {
      return order;
    }
    Order settled =
        certificateOf(order, left.get())
            .map(order::issued)
            .orElseGet(() -> order.with(Optional.empty()));
    return store.change(settled) ? next(settled) : store.find(order.id()).orElse(order);
  }

  /**
   * The chains of an order's certificate (RFC 8555 §7.4.2): it first, then what leads to a root,
   * which is left out. The first chain is to our own root; others are to those who certified our
   * authority.
   */
  public List<List<Certificate>> chains(Account account, String id) throws Refusal {
    Order order = orders.require(account, id);
    CertificateRecord record =
        order
            .certificate()
            .flatMap(one -> certificates.find(one.issuer(), one.serial()))
            .orElseThrow(() ->
                Refusal.of(
                    Problem.Type.MALFORMED, 404, "nothing was issued to this order; finalize it"));
    return chains(record, authority.path(record.issuer()));
  }

  static List<List<Certificate>> chains(CertificateRecord record, List<Certificate> path) {
    List<List<Certificate>> chains = new ArrayList<>();
    for (Certificate first : path) {
      if (first.keyId().equals(record.issuer())) {
        List<Certificate> chain = new ArrayList<>(List.of(record.certificate(), first));
        for (Optional<Certificate> above = above(first, path);
            above.isPresent() && !chain.contains(above.get());
            above = above(chain.getLast(), path)) {
          chain.add(above.get());
        }
        chains.add(List.copyOf(chain));
      }
    }
    return chains;
  }

  private static Optional<Certificate> above(Certificate certificate, List<Certificate> path) {
    return path.stream()
        .filter(one -> one.subject().equals(certificate.issuer()))
        .filter(one -> !one.subject().equals(certificate.subject()))
        .findFirst();
  }

  private Order issue(Order working, CertificationRequest request, ProvenMailbox proven)
      throws Refusal {
    DeskOutcome outcome =
        desk.certify(working.mailbox(), request, new Proof.EmailReplyChallenge(proven));
    if (outcome
        instanceof DeskOutcome.Issued(Certificate certificate, List<Certificate> issuers, var _)) {
      Order done =
          working.issued(new Order.CertificateId(issuers.getFirst().keyId(), certificate.serial()));
      return store.change(done) ? next(done) : store.find(done.id()).orElse(done);
    }
    store.change(working.with(Optional.empty()));
    throw switch (outcome) {
      case DeskOutcome.Refused(List<Finding> findings) ->
          Refusal.of(Problem.Type.BAD_CSR, findings.getFirst().line());
      case DeskOutcome.Unproven _ ->
          Refusal.of(
              Problem.Type.UNAUTHORIZED,
              "the mailbox may have no certificate now; ask your administrator");
      case DeskOutcome.Issued _, DeskOutcome.Made _, DeskOutcome.Waiting _ ->
          throw new IllegalStateException("acme order " + working.id() + ": " + outcome);
    };
  }

  private void requireRequest(Order order, CertificationRequest request) throws Refusal {
    if (!request.mailboxes().equals(List.of(order.mailbox()))) {
      throw Refusal.of(
          Problem.Type.BAD_CSR,
          "the request does not name "
              + order.mailbox()
              + " alone as rfc822Name (RFC 8823 §3 (8)); make it for what was ordered");
    }
    if (RequestedContent.of(request).use() == RequestedContent.RequestedUse.ANY) {
      throw Refusal.of(
          Problem.Type.BAD_CSR,
          "the request asks for no key usage, so for one key that signs and is encrypted to (RFC"
              + " 8823 §3.3); ask for digitalSignature alone");
    }
  }

  private boolean isOver(Order order, CertificationRequest request) {
    return order
        .certificate()
        .flatMap(one -> certificates.find(one.issuer(), one.serial()))
        .filter(one -> one.certificate().keyId().equals(KeyId.of(request.publicKey())))
        .isPresent();
  }

  /** What somebody issued before being cut off. */
  private Optional<Order.CertificateId> certificateOf(Order order, Order.Finalizing work) {
    return certificates.ofKey(work.key()).stream()
        .filter(record -> PERSONAL.contains(record.kind()))
        .filter(record -> record.owner().filter(order.mailbox()::equals).isPresent())
        .filter(record -> !record.certificate().notBefore().isBefore(work.since().minus(TRUNCATED)))
        .map(record -> new Order.CertificateId(record.issuer(), record.certificate().serial()))
        .findFirst();
  }

  /** As the store has it after a change. */
  private static Order next(Order changed) {
    return new Order(
        changed.id(),
        changed.account(),
        changed.mailbox(),
        changed.created(),
        changed.expires(),
        changed.replaces(),
        changed.challenge(),
        changed.finalizing(),
        changed.problem(),
        changed.certificate(),
        changed.revision() + 1);
  }

  private static Refusal notReady(Order order, Instant now) {
    String advice =
        switch (order.status(now)) {
          case PENDING -> "answer its challenge and say so at the challenge's URL first";
          case PROCESSING -> "ask for it again in some seconds";
          case READY, VALID -> "it was finalized with another key";
          case INVALID -> "order again";
        };
    return Refusal.of(
        Problem.Type.ORDER_NOT_READY,
        "the order is "
            + order.status(now).name().toLowerCase(java.util.Locale.ROOT)
            + " (RFC 8555 §7.4); "
            + advice);
  }
}
