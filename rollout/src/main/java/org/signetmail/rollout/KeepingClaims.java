package org.signetmail.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.signetmail.pkix.Mailbox;

/** What a plan says of how archived keys are kept and come back. */
final class KeepingClaims {
  private static final Duration PROOF = Duration.ofDays(92);

  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final SystemFacts system;

  KeepingClaims(Inventory inventory, RolloutAnswers answers, SystemFacts system) {
    this.inventory = inventory;
    this.answers = answers;
    this.system = system;
  }

  List<Claim> archive() {
    List<Claim> claims = new ArrayList<>();
    String every =
        system.backupEvery().map(d -> "a backup every " + words(d)).orElse("backups by hand only");
    String drills =
        system.drillEvery().map(d -> ", a drill every " + words(d)).orElse(", drills by hand only");
    claims.add(
        Claim.of(
            RolloutFinding.BACKUP_PRACTICE,
            "backup",
            every
                + drills
                + system
                    .lastBackup()
                    .map(at -> "; the last is of " + PracticeClaims.day(at))
                    .orElse("; none yet")
                + answers.backupPlace().map(place -> "; copies go to " + place).orElse(""),
            "system/backup",
            "answer/backup-place"));
    boolean isProven =
        system.drilled().filter(at -> at.isAfter(inventory.at().minus(PROOF))).isPresent();
    claims.add(
        Claim.of(
            isProven ? RolloutFinding.BACKUP_PRACTICE : RolloutFinding.BACKUP_UNTRIED,
            "restore",
            system
                .drilled()
                .map(at ->
                    "a drill passed "
                        + PracticeClaims.day(at)
                        + (isProven ? "" : ", which is too long ago"))
                .orElse("no drill has passed: nobody knows yet whether keys come back"),
            "system/drill"));
    claims.add(
        Claim.of(
            RolloutFinding.BACKUP_PRACTICE,
            "retention",
            system
                .keep()
                .map(keep -> "archived keys are destroyed " + words(keep) + " after they ended")
                .orElse("archived keys are kept for ever"),
            "system/archive"));
    return claims;
  }

  List<Claim> recovery() {
    List<Claim> claims = new ArrayList<>();
    int seated = system.officers().size();
    claims.add(
        Claim.of(
            seated >= system.wantedOfficers()
                ? RolloutFinding.OFFICERS
                : RolloutFinding.OFFICERS_MISSING,
            "officers",
            "%d of %d are seated%s; %d open a key together"
                .formatted(
                    seated,
                    system.wantedOfficers(),
                    seated == 0 ? "" : " (" + names(system.officers()) + ")",
                    system.quorum()),
            "system/officers",
            "system/quorum"));
    if (!answers.officers().isEmpty()) {
      claims.add(
          Claim.of(
              answers.officers().size() >= system.wantedOfficers()
                  ? RolloutFinding.OFFICERS
                  : RolloutFinding.OFFICERS_MISSING,
              "candidates",
              String.join(", ", answers.officers())
                  + (answers.officers().size() >= system.wantedOfficers()
                      ? ""
                      : ": fewer than the " + system.wantedOfficers() + " that are wanted"),
              "answer/officers"));
    }
    claims.add(
        Claim.of(
            RolloutFinding.OFFICERS,
            "practice",
            "owners ask with 'signet recovery request', "
                + system.quorum()
                + " officers decide each from their own machine, the owner is told of each step;"
                + " practise it with the canary key once a year",
            "system/quorum"));
    return claims;
  }

  private static String names(List<Mailbox> mailboxes) {
    return String.join(", ", mailboxes.stream().map(Mailbox::toString).toList());
  }

  private static String words(Duration time) {
    return time.toDays() >= 2
        ? time.toDays() + " days"
        : String.format(Locale.ROOT, "%d hours", time.toHours());
  }
}
