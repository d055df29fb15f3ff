package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.signetmail.archive.Notice;
import org.signetmail.archive.Officer;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * What a step leaves behind: its leaf in the log, and the notice to the owner.
 *
 * <p>The public leaf names the case only. Who, whose keys and which documents are committed to: a
 * reader of the log must not learn whose mail is looked into, and an auditor with the openings
 * does.
 */
public record RecoveryTrace(List<Officer> officers, SecureRandom random) {

  public LogEntry requested(RecoveryCase recovery) {
    return asked(EntryType.RECOVERY_REQUESTED, recovery);
  }

  /** A request that was refused: one leaf for both. */
  public LogEntry rejected(RecoveryCase recovery, String why) {
    return asked(EntryType.RECOVERY_REFUSED, recovery).committing("why", why, random);
  }

  private LogEntry asked(EntryType type, RecoveryCase recovery) {
    String keys = recovery.keys().stream().map(KeyId::hex).collect(Collectors.joining(" "));
    LogEntry entry =
        LogEntry.of(type, recovery.requestedAt())
            .with("case", recovery.id())
            .committing("requester", recovery.requester().toString(), random)
            .committing("owner", recovery.owner().toString(), random)
            .committing("keys", keys, random)
            .committing("receiver", recovery.receiver().certificate().fingerprint(), random)
            .committing("for", recovery.receiver().word(), random)
            .committing("reason", recovery.reason(), random)
            .committing("legal-reference", recovery.legalReference(), random)
            .committing("request", SignedText.digest(recovery.request()), random);
    if (recovery.receiver() instanceof Receiver.Station station) {
      String withheld = station.noticeWithheldUntil().map(Instant::toString).orElse("");
      return entry
          .committing("scope", station.scope().toString(), random)
          .committing("notice-withheld-until", withheld, random);
    }
    return entry;
  }

  public LogEntry step(RecoveryCase recovery, Step step) {
    LogEntry entry = LogEntry.of(type(step), step.at()).with("case", recovery.id());
    return switch (step) {
      case Step.Approved s -> decision(entry, officer(s.officer()), s.signature());
      case Step.Denied s -> decision(entry, officer(s.officer()), s.signature());
      case Step.Withdrawn s -> entry;
      case Step.Refused s ->
          entry.committing("to", s.to().toString(), random).committing("why", s.why(), random);
      case Step.Released s ->
          entry
              .committing("to", s.to().toString(), random)
              .committing("receiver", recovery.receiver().certificate().fingerprint(), random);
      case Step.Rejected s -> rejected(recovery, s.why());
      case Step.Expired s -> entry;
      case Step.Told s -> entry.committing("owner", recovery.owner().toString(), random);
    };
  }

  public Notice noticeOfRequest(RecoveryCase recovery) {
    return new Notice(
        Notice.Event.REQUESTED,
        recovery.id(),
        recovery.owner(),
        recovery.requester(),
        recovery.requestedAt(),
        asked(recovery));
  }

  /** Why, and what for: the owner reads what the officers read. */
  private static String asked(RecoveryCase recovery) {
    return recovery.receiver() instanceof Receiver.Station station
        ? recovery.reason()
            + " (investigation, "
            + recovery.legalReference()
            + "; messages "
            + station.scope()
            + ")"
        : recovery.reason();
  }

  /** What an owner reads who is told of a case only now. */
  private String story(RecoveryCase recovery) {
    StringBuilder story = new StringBuilder(asked(recovery));
    story.append("; asked ").append(recovery.requestedAt());
    for (Step step : recovery.steps()) {
      story.append("; ").append(event(step).name().toLowerCase(Locale.ROOT)).append(' ');
      story.append(step.at()).append(name(step));
    }
    return story.toString();
  }

  public Notice notice(RecoveryCase recovery, Step step) {
    return new Notice(
        event(step),
        recovery.id(),
        recovery.owner(),
        by(recovery, step),
        step.at(),
        switch (step) {
          case Step.Denied denied -> denied.why();
          case Step.Refused refused -> refused.why();
          case Step.Approved s -> "";
          case Step.Withdrawn s -> "";
          case Step.Released s -> "";
          case Step.Rejected rejected -> rejected.why();
          case Step.Expired s -> "";
          case Step.Told s -> story(recovery);
        });
  }

  /** An officer of then may be none any more. */
  private String name(Step step) {
    return switch (step) {
      case Step.Approved s -> " by " + nameOf(s.officer());
      case Step.Denied s -> " by " + nameOf(s.officer());
      case Step.Refused s -> " to " + s.to();
      case Step.Released s -> " to " + s.to();
      case Step.Withdrawn s -> " by " + s.by();
      case Step.Rejected _, Step.Expired _, Step.Told _ -> "";
    };
  }

  private String nameOf(KeyId officer) {
    return officers.stream()
        .filter(one -> one.id().equals(officer))
        .map(one -> one.mailbox().toString())
        .findFirst()
        .orElse("a former officer");
  }

  private LogEntry decision(LogEntry entry, Mailbox officer, byte[] signature) {
    return entry
        .committing("officer", officer.toString(), random)
        .committing("signature", SignedText.digest(signature), random);
  }

  private Mailbox by(RecoveryCase recovery, Step step) {
    return switch (step) {
      case Step.Approved s -> officer(s.officer());
      case Step.Denied s -> officer(s.officer());
      case Step.Withdrawn s -> s.by();
      case Step.Refused s -> s.to();
      case Step.Released s -> s.to();
      case Step.Rejected s -> recovery.requester();
      case Step.Expired s -> recovery.requester();
      case Step.Told s -> recovery.requester();
    };
  }

  private Mailbox officer(KeyId id) {
    return officers.stream()
        .filter(officer -> officer.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the rules let only officers decide"))
        .mailbox();
  }

  private static EntryType type(Step step) {
    return switch (step) {
      case Step.Approved s -> EntryType.RECOVERY_APPROVED;
      case Step.Denied s -> EntryType.RECOVERY_DENIED;
      case Step.Withdrawn s -> EntryType.RECOVERY_WITHDRAWN;
      case Step.Refused s -> EntryType.RECOVERY_REFUSED;
      case Step.Released s -> EntryType.RECOVERY_RELEASED;
      case Step.Rejected s -> EntryType.RECOVERY_REFUSED;
      case Step.Expired s -> EntryType.RECOVERY_EXPIRED;
      case Step.Told s -> EntryType.RECOVERY_OWNER_TOLD;
    };
  }

  private static Notice.Event event(Step step) {
    return switch (step) {
      case Step.Approved s -> Notice.Event.APPROVED;
      case Step.Denied s -> Notice.Event.DENIED;
      case Step.Withdrawn s -> Notice.Event.WITHDRAWN;
      case Step.Refused s -> Notice.Event.REFUSED;
      case Step.Released s -> Notice.Event.RELEASED;
      case Step.Rejected s -> Notice.Event.REJECTED;
      case Step.Expired s -> Notice.Event.EXPIRED;
      case Step.Told s -> Notice.Event.TOLD_LATER;
    };
  }
}
