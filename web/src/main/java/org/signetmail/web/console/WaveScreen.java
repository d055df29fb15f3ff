package org.signetmail.web.console;

import io.helidon.webserver.http.ServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.Milestone;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveInvitation;
import org.signetmail.rollout.WaveProgress;

/**
 * One wave of the rollout: its conditions, its people over time, who is stuck, what can be done.
 */
final class WaveScreen {
  /** What people do with a wave; the rest, the system does by itself. */
  static final List<WaveAct> ACTS =
      List.of(WaveAct.START, WaveAct.PAUSE, WaveAct.RESUME, WaveAct.REMIND, WaveAct.ROLL_BACK);

  private final RolloutDesk desk;
  private final InstantSource clock;

  WaveScreen(RolloutDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  Screen screen(Actor actor, String name, ServerRequest request, List<Part> first) {
    RolloutDesk.One one = find(actor, name);
    List<Part> parts = new ArrayList<>(first);
    parts.addAll(parts(actor, one));
    parts.add(
        Grid.sorted(
            request,
            "person",
            "People, and what each does next",
            List.of("Person", "Stage", "Next", "Invited", "Reminded"),
            one.wave().journeys().stream().map(WaveScreen::row).toList(),
            "Nobody is in its groups."));
    return new Screen("Wave " + name, "signet rollout wave show " + name, parts);
  }

  /** The same after an act, without the table of its people. */
  Screen after(Actor actor, String name, List<Part> first) {
    List<Part> parts = new ArrayList<>(first);
    parts.addAll(parts(actor, find(actor, name)));
    return new Screen("Wave " + name, "signet rollout wave show " + name, parts);
  }

  static Cell state(Wave.State state) {
    return Cell.of(state.word())
        .marked(
            switch (state) {
              case PLANNED -> "empty";
              case RUNNING, PAUSED -> "open";
              case DONE -> "filled";
              case ROLLED_BACK -> "broken";
            });
  }

  private RolloutDesk.One find(Actor actor, String name) {
    return desk.wave(actor, name)
        .orElseThrow(() ->
            new Console.NothingThere(
                "There is no wave of this name; look among those of the rollout."));
  }

  private List<Part> parts(Actor actor, RolloutDesk.One one) {
    WaveProgress wave = one.wave();
    List<Part> parts = new ArrayList<>();
    parts.add(facts(wave));
    parts.add(
        new Grid(
            "Conditions, as they are now",
            List.of("Condition", "Holds", "What was seen"),
            one.conditions().stream().map(WaveScreen::row).toList(),
            "None was asked for.",
            ""));
    one.proposal().map(ProposalParts::shown).ifPresent(parts::addAll);
    parts.add(overTime(wave));
    parts.add(stages(wave));
    if (actor.may(Right.RUN_ROLLOUT)) {
      parts.addAll(asks(actor, one));
    }
    return parts;
  }

  /** Where a policy is proposed, the wave starts with it or after it was withdrawn. */
  private static List<Part> asks(Actor actor, RolloutDesk.One one) {
    Wave wave = one.wave().record().wave();
    List<Part> parts = new ArrayList<>();
    one.proposal().map(proposal -> ProposalParts.asks(actor, proposal)).ifPresent(parts::addAll);
    ACTS.stream()
        .filter(act -> act.from().contains(wave.state()))
        .filter(act -> act != WaveAct.START || one.proposal().isEmpty())
        .forEach(act -> parts.add(ask(act, wave.name())));
    if (WaveAct.START.from().contains(wave.state()) && one.proposal().isEmpty()) {
      parts.add(ProposalParts.propose(wave.name()));
    }
    return parts;
  }

  private static Part facts(WaveProgress wave) {
    Wave one = wave.record().wave();
    List<Part.Fact> facts = new ArrayList<>();
    facts.add(new Part.Fact("State", state(one.state())));
    facts.add(new Part.Fact("Since", Cell.minute(wave.record().changed())));
    facts.add(new Part.Fact("Groups", Cell.of(String.join(", ", one.groups()))));
    if (!one.after().isEmpty()) {
      facts.add(new Part.Fact("After", Cell.of(String.join(", ", one.after()))));
    }
    wave.record()
        .policy()
        .ifPresent(change ->
            facts.add(
                new Part.Fact(
                    "Policy that came with it", Cell.code(change.set().substring(0, 16)))));
    facts.add(new Part.Fact("People", Cell.number(wave.journeys().size())));
    facts.add(new Part.Fact("Not at the end yet", Cell.number(wave.stuck().size())));
    return new Part.Facts("", facts);
  }

  private static List<Cell> row(Finding condition) {
    return List.of(
        Cell.of(condition.subject()),
        condition.isError() ? Cell.of("not yet").marked("broken") : Cell.of("yes").marked("filled"),
        Cell.of(condition.detail()));
  }

  private Part overTime(WaveProgress wave) {
    List<Plot.Line> lines =
        List.of(
            Plot.counting(
                "Invited", times(wave, one -> one.invitation().map(WaveInvitation::first))),
            Plot.counting(
                "Enrolled",
                times(
                    wave,
                    one ->
                        Optional.of(one.standing())
                            .filter(standing -> standing.isEnrolled())
                            .map(standing -> standing.person().since()))),
            Plot.counting("Sent signed", reached(wave, Milestone.SENT_SIGNED)),
            Plot.counting("Read encrypted", reached(wave, Milestone.READ_ENCRYPTED)));
    Instant now = clock.instant();
    Instant first =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .map(Plot.Point::at)
            .min(Comparator.naturalOrder())
            .orElse(wave.record().changed());
    return new Plot(
        "People over time",
        "people",
        first.isBefore(now) ? first : now,
        now,
        wave.journeys().size(),
        lines);
  }

  private static List<Instant> reached(WaveProgress wave, Milestone milestone) {
    return times(wave, one -> Optional.ofNullable(one.milestones().get(milestone)));
  }

  private static List<Instant> times(
      WaveProgress wave, java.util.function.Function<Journey, Optional<Instant>> when) {
    return wave.journeys().stream().map(when).flatMap(Optional::stream).toList();
  }

  private static Part stages(WaveProgress wave) {
    Map<Journey.Stage, Integer> stages = wave.stages();
    return new Part.Chart(
        "Where people are now",
        "people",
        Stream.of(Journey.Stage.values())
            .map(stage -> new Part.Bar(words(stage), stages.getOrDefault(stage, 0), shade(stage)))
            .toList());
  }

  private static String words(Journey.Stage stage) {
    return switch (stage) {
      case NOT_INVITED -> "Not invited yet";
      case INVITED -> "Invited, not enrolled: stuck on the invitation";
      case ENROLLED -> "Enrolled, sent nothing signed yet";
      case SIGNS -> "Sends signed mail, read nothing encrypted yet";
      case READS -> "Sends signed and reads encrypted mail";
    };
  }

  private static String shade(Journey.Stage stage) {
    return switch (stage) {
      case NOT_INVITED -> "soft";
      case INVITED -> "warn";
      case ENROLLED, SIGNS -> "";
      case READS -> "good";
    };
  }

  private static List<Cell> row(Journey journey) {
    String mailbox = journey.standing().person().mailbox().toString();
    Optional<WaveInvitation> invited = journey.invitation();
    return List.of(
        Cell.of(mailbox)
            .to(
                "/console/people/one?mailbox="
                    + URLEncoder.encode(mailbox, StandardCharsets.UTF_8)),
        Cell.of(journey.stage().word()).marked(journey.next().isEmpty() ? "filled" : "open"),
        Cell.of(journey.next().orElse("")),
        invited.map(one -> Cell.day(one.first())).orElseGet(() -> Cell.of("")),
        invited
            .filter(one -> one.reminders() > 0)
            .map(one -> Cell.of(one.reminders() + " times, last " + Cell.day(one.latest()).text()))
            .orElseGet(() -> Cell.of("")));
  }

  private static Part ask(WaveAct act, String wave) {
    boolean isTyped = act == WaveAct.ROLL_BACK;
    return new Part.Ask(
        switch (act) {
          case START -> "Start";
          case PAUSE -> "Pause";
          case RESUME -> "Resume";
          case REMIND -> "Remind";
          case ROLL_BACK -> "Roll back";
          case END -> throw new IllegalArgumentException("a wave ends by itself");
        },
        what(act) + " From a shell: signet rollout wave " + act.word() + " " + wave,
        "post",
        "/console/rollout/" + act.word(),
        Map.of("wave", wave),
        isTyped
            ? List.of(Part.Field.line("confirm", "Type the name of the wave to go on", ""))
            : List.of(),
        switch (act) {
          case START -> "Start the wave";
          case PAUSE -> "Pause the wave";
          case RESUME -> "Resume the wave";
          case REMIND -> "Write to them once more";
          case ROLL_BACK -> "Roll the wave back";
          case END -> throw new IllegalArgumentException("a wave ends by itself");
        },
        isTyped ? "danger" : "");
  }

  private static String what(WaveAct act) {
    return switch (act) {
      case START ->
          "Looks whether all conditions hold, and invites everybody in its groups. The policy"
              + " stays. A wave that starts despite a condition is started from a shell"
              + " (--despite).";
      case PAUSE -> "Nobody is invited or reminded until it is resumed.";
      case RESUME -> "Invites and reminds again.";
      case REMIND ->
          "Writes to those who were invited and did not enrol, to nobody twice a day. Reminders"
              + " also go out by themselves, every three days, three times.";
      case ROLL_BACK -> "Puts the policy of before the wave in force again; certificates stay.";
      case END -> throw new IllegalArgumentException("a wave ends by itself");
    };
  }
}
