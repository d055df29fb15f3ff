package org.signetmail.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Facts.Received.Openable;
import org.signetmail.policy.Policy;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * Old messages of one person, tried with the keys that the ring has of that person; with the
 * domain's only where the person is shown to have been a recipient, by our own trace on the message
 * or in a header that a signature inside protects. The rules for mail from outside say what becomes
 * of each. Owns what it opened. For one thread.
 */
final class Reopening implements Closeable {
  /** How it ended for one message. */
  enum End {
    OPENED,
    /** A key of ours is one that it is encrypted to: of why it stays closed this says nothing. */
    CLOSED,
    NOT_FOR_US,
    NOT_ENCRYPTED
  }

  /**
   * What came of one message.
   *
   * @param header as it came; empty where there is none that can be read
   * @param wanted what policy makes of it, where it was opened
   */
  record Result(
      End end,
      Octets message,
      Optional<MessageHeader> header,
      Optional<Examination> seen,
      Optional<Wanted> wanted) {
    private static Result of(End end, Octets message, MessageHeader header) {
      return new Result(end, message, Optional.of(header), Optional.empty(), Optional.empty());
    }

    /** Whether a key of ours is one that it is encrypted to. */
    boolean isForUs() {
      return end == End.OPENED || end == End.CLOSED;
    }
  }

  private final GatewayPorts ports;
  private final Trace trace;
  private final Mailbox person;
  private final Instant at;
  private final List<Openings> tried = new ArrayList<>();

  Reopening(GatewayPorts ports, Trace trace, Mailbox person, Instant at) {
    this.ports = ports;
    this.trace = trace;
    this.person = person;
    this.at = at;
  }

  Result of(Octets message) throws IOException {
    MessageHeader header;
    try {
      header = MessageHeader.read(message);
    } catch (MalformedMessage e) {
      return new Result(
          End.NOT_ENCRYPTED, message, Optional.empty(), Optional.empty(), Optional.empty());
    }
    FactGathering gathering = new FactGathering(Facts.Direction.INBOUND, FactSources.of(ports));
    Examination seen = gathering.examine(header, message, at);
    if (seen.protection() != Protection.ENCRYPTED) {
      return Result.of(End.NOT_ENCRYPTED, message, header);
    }
    Wanted own = attempt(gathering, header, message, seen, new RingHolder.Person(person));
    if (isForUs(own)) {
      return result(own, message, header, seen);
    }
    Wanted ofDomain =
        attempt(gathering, header, message, seen, new RingHolder.Domain(person.domain()));
    if (!isForUs(ofDomain)) {
      return Result.of(End.NOT_FOR_US, message, header);
    }
    boolean wasRecipient =
        trace.wentTo(person, header, message)
            || ofDomain.opened().filter(one -> one.named().contains(person)).isPresent();
    return wasRecipient
        ? result(ofDomain, message, header, seen)
        : Result.of(End.CLOSED, message, header);
  }

  private static boolean isForUs(Wanted wanted) {
    return wanted.facts().received().openable() == Openable.YES;
  }

  private static Result result(
      Wanted wanted, Octets message, MessageHeader header, Examination seen) {
    boolean isShown =
        wanted.opened().isPresent()
            && wanted.decision() instanceof Decision.Deliver deliver
            && deliver.treatment().reception().quarantine().isEmpty();
    return isShown
        ? new Result(
            End.OPENED, message, Optional.of(header), Optional.of(seen), Optional.of(wanted))
        : Result.of(End.CLOSED, message, header);
  }

  private Wanted attempt(
      FactGathering gathering,
      MessageHeader header,
      Octets message,
      Examination seen,
      RingHolder holder)
      throws IOException {
    KeyRing keys = one -> one.equals(holder) ? ports.extras().keyRing().of(holder) : List.of();
    Openings openings = new Openings(keys, ports.extras().judge(), message, at);
    tried.add(openings);
    Policy policy = ports.policy().get();
    Envelope.Recipient reader = new Envelope.Recipient(person, List.of());
    Optional<Mailbox> sender =
        header.first("Return-Path").isPresent()
            ? header.mailboxes("Return-Path").stream().findFirst()
            : header.from();
    return gathering
        .of(
            policy,
            header,
            new Envelope(sender, List.of(reader), List.of()),
            message,
            List.of(reader),
            seen,
            openings,
            at)
        .getFirst();
  }

  /** The variant that the person gets: what was opened, as it is brought in once more. */
  Variant variant(Result opened, Reintroduced reintroduced, String id) throws IOException {
    Wanted wanted = opened.wanted().orElseThrow();
    Openings.Opened inside = wanted.opened().orElseThrow();
    Openings.Opened again =
        new Openings.Opened(
            reintroduced.form(inside.octets(), id, at),
            inside.inside(),
            inside.kind(),
            inside.algorithm(),
            Set.of());
    if (!(wanted.decision() instanceof Decision.Deliver deliver)) {
      throw new IllegalStateException("opened, and not delivered");
    }
    Envelope.Recipient quietly = new Envelope.Recipient(person, List.of("NOTIFY=NEVER"));
    return new Variant(deliver.treatment(), List.of(quietly), List.of(), Optional.of(again));
  }

  @Override
  public void close() throws IOException {
    for (Openings one : tried) {
      one.close();
    }
  }
}
