package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import org.signetmail.archive.Notice;
import org.signetmail.archive.Officer;
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
    String keys = recovery.keys().stream().map(KeyId::hex).collect(Collectors.joining(" "));
    return LogEntry.of(EntryType.RECOVERY_REQUESTED, recovery.requestedAt())
        .with("case", recovery.id())
        .committing("requester", recovery.requester().toString(), random)
        .committing("owner", recovery.owner().toString(), random)
        .committing("keys", keys, random)
        .committing("receiver", recovery.receiver().fingerprint(), random)
        .committing("request", SignedText.digest(recovery.request()), random);
  }

  public LogEntry step(RecoveryCase recovery, Step step) {
    LogEntry entry = LogEntry.of(type(step), step.at()).with("case", recovery.id());
    return switch (step) {
      case Step.Approved s -> decision(entry, step, s.signature());
      case Step.Denied s -> decision(entry, step, s.signature());
      case Step.Withdrawn s -> entry;
      case Step.Refused s ->
          entry.committing("to", s.to().toString(), random).committing("why", s.why(), random);
      case Step.Released s ->
          entry
              .committing("to", s.to().toString(), random)
              .committing("receiver", recovery.receiver().fingerprint(), random);
    };
  }

  public Notice noticeOfRequest(RecoveryCase recovery) {
    return new Notice(
        Notice.Event.REQUESTED,
        recovery.id(),
        recovery.owner(),
        recovery.requester(),
        recovery.requestedAt(),
        recovery.reason());
  }

  public Notice notice(RecoveryCase recovery, Step step) {
    return new Notice(
        event(step),
        recovery.id(),
        recovery.owner(),
        by(step),
        step.at(),
        switch (step) {
          case Step.Denied denied -> denied.why();
          case Step.Refused refused -> refused.why();
          case Step.Approved s -> "";
          case Step.Withdrawn s -> "";
          case Step.Released s -> "";
        });
  }

  private LogEntry decision(LogEntry entry, Step step, byte[] signature) {
    return entry
        .committing("officer", by(step).toString(), random)
        .committing("signature", SignedText.digest(signature), random);
  }

  private Mailbox by(Step step) {
    return switch (step) {
      case Step.Approved s -> officer(s.officer());
      case Step.Denied s -> officer(s.officer());
      case Step.Withdrawn s -> s.by();
      case Step.Refused s -> s.to();
      case Step.Released s -> s.to();
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
    };
  }

  private static Notice.Event event(Step step) {
    return switch (step) {
      case Step.Approved s -> Notice.Event.APPROVED;
      case Step.Denied s -> Notice.Event.DENIED;
      case Step.Withdrawn s -> Notice.Event.WITHDRAWN;
      case Step.Refused s -> Notice.Event.REFUSED;
      case Step.Released s -> Notice.Event.RELEASED;
    };
  }
}
