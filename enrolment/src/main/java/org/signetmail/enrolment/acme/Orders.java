package org.signetmail.enrolment.acme;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.enrolment.emailreply.KeyAuthorization;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/**
 * Orders and their authorizations (RFC 8555 §7.4, §7.5): placed, answered, given up.
 *
 * <p>An account that is bound to nobody is not told who is one of us: an order for a stranger's
 * mailbox of our domains looks like any other, and no mail goes out.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Orders {
  private static final int MOST_LISTED = 100;
  private static final int MOST_ATTEMPTS = 5;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final OrderStore store;
  private final PersonStore people;
  private final CertificateStore certificates;
  private final ChallengePost post;
  private final AcmeRules rules;
  private final SecureRandom random;
  private final InstantSource clock;

  public Orders(
      OrderStore store,
      PersonStore people,
      CertificateStore certificates,
      ChallengePost post,
      AcmeRules rules,
      SecureRandom random,
      InstantSource clock) {
    this.store = store;
    this.people = people;
    this.certificates = certificates;
    this.post = post;
    this.rules = rules;
    this.random = random;
    this.clock = clock;
  }

  /** Whom challenges come from. */
  public Mailbox challengesFrom() {
    return post.from();
  }

  /**
   * Places an order, and sends its challenge.
   *
   * @param identifiers as the client wrote them
   * @param replaces the certificate that is renewed (RFC 9773 §5)
   */
  public Order place(
      Account account, List<Identifier> identifiers, Optional<Order.CertificateId> replaces)
      throws Refusal {
    Mailbox mailbox = mailbox(identifiers);
    Optional<Person> person = people.find(mailbox).filter(Orders::mayHave);
    requireHolder(account.holder(), mailbox, person);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    requireFew(account, mailbox, now);
    if (replaces.isPresent()) {
      requireReplaceable(replaces.get(), mailbox, now);
    }
    TokenPart byMail = RandomNames.token(random);
    TokenPart byHttps = RandomNames.token(random);
    Order order =
        new Order(
            RandomNames.next(random),
            account.id(),
            mailbox,
            now,
            now.plus(rules.orderLife()),
            replaces,
            new Challenge(
                RandomNames.digest(byMail.text()),
                byHttps,
                new KeyAuthorization(byMail, byHttps, account.key().thumbprint()).digest(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0);
    store.add(order);
    if (person.isPresent()) {
      post.send(mailbox, byMail, now, order.expires());
    }
    return order;
  }

  /** An account's own order; to others it is not there. */
  public Order require(Account account, String id) throws Refusal {
    Optional<Order> order = ID.matcher(id).matches() ? store.find(id) : Optional.empty();
    return order
        .filter(one -> one.account().equals(account.id()))
        .orElseThrow(() ->
            Refusal.of(Problem.Type.MALFORMED, 404, "nothing of this account is at this address"));
  }

  /** The newest orders of an account that are not over (RFC 8555 §7.1.2.1). */
  public List<Order> of(Account account) {
    Instant now = clock.instant();
    return store.ofAccount(account.id(), MOST_LISTED).stream()
        .filter(order -> order.status(now) != Order.Status.INVALID)
        .toList();
  }

  /** The client says that the answer is on its way (RFC 8823 §3 (7)). */
  public Order trigger(Account account, String id) throws Refusal {
    Instant now = clock.instant();
    return change(
        require(account, id),
        order ->
            order.authorizationStatus(now) == Order.AuthorizationStatus.PENDING
                    && order.challenge().triggered().isEmpty()
                ? order.with(order.challenge().triggeredAt(now))
                : order);
  }

  /** The client gives an authorization up (RFC 8555 §7.5.2). */
  public Order deactivate(Account account, String id) throws Refusal {
    Instant now = clock.instant();
    return change(
        require(account, id),
        order ->
            order.challenge().deactivated().isEmpty()
                ? order.with(order.challenge().deactivatedAt(now))
                : order);
  }

  /** Changes an order, again where somebody else changed it meanwhile. */
  private Order change(Order first, UnaryOperator<Order> change) throws Refusal {
    Order order = first;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Order changed = change.apply(order);
      if (changed.equals(order) || store.change(changed)) {
        return changed;
      }
      order = store.find(first.id()).orElseThrow();
    }
    throw Refusal.of(Problem.Type.SERVER_INTERNAL, "the order changes all the time; try again");
  }

  private Mailbox mailbox(List<Identifier> identifiers) throws Refusal {
    if (identifiers.size() != 1) {
      throw Refusal.of(
          Problem.Type.REJECTED_IDENTIFIER,
          "an order here is for one mailbox; order for each on its own");
    }
    Identifier one = identifiers.getFirst();
    if (!one.type().equals(Identifier.EMAIL)) {
      throw Refusal.of(
          Problem.Type.UNSUPPORTED_IDENTIFIER,
          "identifiers of this authority are of type email (RFC 8823 §3)");
    }
    Mailbox mailbox;
    try {
      mailbox = Mailbox.of(one.value());
    } catch (IllegalArgumentException e) {
      throw Refusal.of(
          Problem.Type.REJECTED_IDENTIFIER, "the identifier is no mailbox (RFC 8823 §3)");
    }
    if (one.value().contains("*") || !rules.domains().contains(mailbox.domain())) {
      throw Refusal.of(
          Problem.Type.REJECTED_IDENTIFIER, "the mailbox is of no domain of this authority");
    }
    return mailbox;
  }

  private static void requireHolder(AccountHolder holder, Mailbox mailbox, Optional<Person> person)
      throws Refusal {
    boolean isAllowed =
        holder instanceof AccountHolder.Anybody || person.filter(holder::mayOrderFor).isPresent();
    if (!isAllowed) {
      throw Refusal.of(
          Problem.Type.REJECTED_IDENTIFIER,
          mailbox
              + " is not who this account is bound to, or has no invitation; ask your"
              + " administrator");
    }
  }

  private void requireFew(Account account, Mailbox mailbox, Instant now) throws Refusal {
    Duration hour = Duration.ofHours(1);
    if (store.load(account.id(), mailbox, now.minus(hour)).byAccount() >= rules.ordersAnHour()) {
      throw Refusal.tooOften(
          hour, "the account ordered " + rules.ordersAnHour() + " times within an hour");
    }
    Duration day = Duration.ofDays(1);
    if (store.load(account.id(), mailbox, now.minus(day)).forMailbox() >= rules.mailsADay()) {
      throw Refusal.tooOften(
          day, "the mailbox had " + rules.mailsADay() + " challenges within a day");
    }
  }

  /** RFC 9773 §5: one of ours, for the same mailbox, that nobody replaces yet. */
  private void requireReplaceable(Order.CertificateId replaced, Mailbox mailbox, Instant now)
      throws Refusal {
    Optional<CertificateRecord> record = certificates.find(replaced.issuer(), replaced.serial());
    if (record.filter(one -> one.owner().filter(mailbox::equals).isPresent()).isEmpty()) {
      throw Refusal.of(
          Problem.Type.MALFORMED, "replaces names no certificate of this mailbox (RFC 9773 §5)");
    }
    if (store
        .replacing(replaced)
        .filter(one -> one.status(now) != Order.Status.INVALID)
        .isPresent()) {
      throw Refusal.of(
          Problem.Type.ALREADY_REPLACED,
          "another order replaces this certificate (RFC 9773 §5); go on with that one");
    }
  }

  private static boolean mayHave(Person person) {
    return person.state() == Person.State.INVITED || person.state() == Person.State.ACTIVE;
  }
}
