package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.signetmail.pkix.Mailbox;

/**
 * The door of the portal: lets in who gives back a code that was sent to a mailbox, an invitation's
 * or one that was asked for, and whom the organisation's own directory or identity provider knows,
 * where it has one (S/MIME BR §3.2.2.1: the mailboxes are of its own domains). Who stands before it
 * learns nothing of who is known here: a mailbox that is nobody's is answered as one of ours with a
 * wrong code, after the same work.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Entrance {
  /** Who leaves for the identity provider is back within this time. */
  public static final Duration LONGEST_ABSENCE = Duration.ofMinutes(10);

  /** Stands in for whoever is not there, so that a refusal takes as long. */
  private static final Person NOBODY =
      new Person(
          Mailbox.of("nobody@invalid.example"), "", Set.of(), Person.State.LEFT, Instant.EPOCH);

  private static final int LONGEST_INPUT = 400; // characters

  private final PersonStore people;
  private final InvitationCodes invitations;
  private final LoginCodes codes;
  private final AttemptStore attempts;
  private final Sessions sessions;
  private final LoginMail mail;
  private final Newcomers newcomers;
  private final Executor aside;
  private final InstantSource clock;

  /**
   * @param secret of codes that sign in: 32 random octets, the same on every node
   * @param newcomers whom only the directory or the provider knows
   * @param aside sends mail, so that whoever asked does not see by the time whether any was sent
   */
  public Entrance(
      PersonStore people,
      InvitationCodes invitations,
      byte[] secret,
      AttemptStore attempts,
      Sessions sessions,
      LoginMail mail,
      Newcomers newcomers,
      Executor aside,
      InstantSource clock) {
    this.people = people;
    this.invitations = invitations;
    this.codes = new LoginCodes(secret);
    this.attempts = attempts;
    this.sessions = sessions;
    this.mail = mail;
    this.newcomers = newcomers;
    this.aside = aside;
    this.clock = clock;
  }

  /** Whether a code was asked for; not whether one was sent. */
  public sealed interface Asked {
    /** If the mailbox is one of ours, a code is on its way. */
    record Noted() implements Asked {}

    /**
     * Too many were asked for.
     *
     * @param pause at most so long
     */
    record TooMany(Duration pause) implements Asked {}
  }

  /**
   * Somebody comes with an invitation. It is not used up by this, but by the certificates.
   *
   * @param client the address of the network that it comes from
   */
  public Entry byInvitation(String address, String code, String client) {
    return enter(
        EntranceLimit.WRONG_FOR_MAILBOX,
        address,
        client,
        person -> verdict(isShort(code) && invitations.proves(person, code, now())),
        Newcomers.REFUSED);
  }

  /**
   * Somebody comes with a code that was sent because this browser asked. It is used up.
   *
   * @param visit the browser's token of before
   */
  public Entry byCode(String address, String code, String visit, String client) {
    return enter(
        EntranceLimit.WRONG_FOR_MAILBOX,
        address,
        client,
        person ->
            verdict(
                isShort(code)
                    && codes.proves(person, visit, code, now())
                    && isFirst(
                        EntranceLimit.CODE_USED,
                        visit + " " + SpokenCode.plain(code) + " " + person.mailbox().key())),
        Newcomers.REFUSED);
  }

  /**
   * Somebody comes with their password for the organisation's directory, which is asked about
   * whoever the address names, known here or not. Who is new may be added.
   */
  public Entry byPassword(
      DirectoryPasswords directory, String address, String password, String client) {
    Optional<Mailbox> mailbox = mailbox(address);
    return enter(
        EntranceLimit.WRONG_PASSWORD,
        address,
        client,
        _ ->
            mailbox.isPresent() && !password.isEmpty() && isShort(password)
                ? directory.check(mailbox.get(), password)
                : new DirectoryPasswords.Answer.Wrong(),
        newcomers);
  }

  /**
   * Somebody comes back from the organisation's identity provider.
   *
   * @param departure what this browser left with; good for one return
   * @param provider is asked what it says, unless the departure was of use before
   */
  public Entry byProvider(String departure, Supplier<Vouching> provider, String client) {
    EntranceLimit fromClient = EntranceLimit.WRONG_FROM_CLIENT;
    if (isTooMany(fromClient, client)) {
      return new Entry.TooMany(fromClient.window());
    }
    if (!isFirst(EntranceLimit.RETURNED, departure)) {
      return new Entry.Refused();
    }
    return switch (provider.get()) {
      case Vouching.Refused _ -> new Entry.Refused();
      case Vouching.Unreachable _ -> {
        attempts.takeBack(fromClient.of(client));
        yield new Entry.Unreachable();
      }
      case Vouching.Vouched(Mailbox mailbox, String name) -> {
        attempts.takeBack(fromClient.of(client));
        yield people
            .find(mailbox)
            .or(() -> newcomers.add(mailbox, name))
            .filter(Sessions::maySignIn)
            .<Entry>map(person -> new Entry.Admitted(sessions.open(person)))
            .orElseGet(Entry.Refused::new);
      }
    };
  }

  /**
   * Sends a code to a mailbox, if somebody of ours has it.
   *
   * @param visit the browser's token, the only one the code is good for
   */
  public Asked ask(String address, String visit, String client) {
    EntranceLimit fromClient = EntranceLimit.ASKED_FROM_CLIENT;
    if (isTooMany(fromClient, client)) {
      return new Asked.TooMany(fromClient.window());
    }
    Optional<Mailbox> mailbox = mailbox(address);
    EntranceLimit forMailbox = EntranceLimit.ASKED_FOR_MAILBOX;
    if (isTooMany(forMailbox, mailbox.map(Mailbox::key).orElse(""))) {
      return new Asked.TooMany(forMailbox.window());
    }
    aside.execute(() ->
        mailbox
            .flatMap(people::find)
            .filter(Sessions::maySignIn)
            .ifPresent(person -> {
              Instant now = now();
              mail.send(
                  person.mailbox(), codes.make(person, visit, now), now.plus(LoginCodes.LONGEST));
            }));
    return new Asked.Noted();
  }

  @FunctionalInterface
  private interface Test {
    DirectoryPasswords.Answer of(Person person);
  }

  private Entry enter(
      EntranceLimit forMailbox, String address, String client, Test test, Newcomers ofThese) {
    Optional<Mailbox> mailbox = mailbox(address);
    String whose = mailbox.map(Mailbox::key).orElse("");
    EntranceLimit fromClient = EntranceLimit.WRONG_FROM_CLIENT;
    // Counted before it is looked at: many at once are many.
    if (isTooMany(fromClient, client) || isTooMany(forMailbox, whose)) {
      return new Entry.TooMany(fromClient.window());
    }
    Optional<Person> known = mailbox.flatMap(people::find);
    DirectoryPasswords.Answer answer = test.of(known.filter(Sessions::maySignIn).orElse(NOBODY));
    Optional<Person> person =
        answer instanceof DirectoryPasswords.Answer.Right(String name)
            ? known.or(() -> mailbox.flatMap(one -> ofThese.add(one, name)))
            : Optional.empty();
    Optional<Person> comesIn = person.filter(Sessions::maySignIn);
    boolean isUnreachable = answer instanceof DirectoryPasswords.Answer.Unreachable;
    if (comesIn.isEmpty() && !isUnreachable) {
      return new Entry.Refused();
    }
    attempts.takeBack(fromClient.of(client));
    attempts.takeBack(forMailbox.of(whose));
    return comesIn
        .<Entry>map(one -> new Entry.Admitted(sessions.open(one)))
        .orElseGet(Entry.Unreachable::new);
  }

  private static DirectoryPasswords.Answer verdict(boolean holds) {
    return holds ? new DirectoryPasswords.Answer.Right("") : new DirectoryPasswords.Answer.Wrong();
  }

  private static boolean isShort(String input) {
    return input.length() <= LONGEST_INPUT;
  }

  private boolean isTooMany(EntranceLimit limit, String whom) {
    return attempts.count(limit.of(whom), now(), limit.window()) > limit.most();
  }

  private boolean isFirst(EntranceLimit once, String what) {
    return !isTooMany(once, what);
  }

  private static Optional<Mailbox> mailbox(String address) {
    try {
      return address.length() <= LONGEST_INPUT
          ? Optional.of(Mailbox.of(address.strip()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
