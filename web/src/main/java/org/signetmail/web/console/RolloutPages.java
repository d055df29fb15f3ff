package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveProgress;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Upload;

/**
 * {@code /console/rollout}: waves, coverage of groups over time; one wave, and what is done with
 * it.
 */
final class RolloutPages {
  private static final String ALL = "/console/rollout";
  private static final String ONE = "/console/rollout/wave";
  private static final int MOST_LINES = 6;
  private static final int LARGEST_PROPOSAL = (2 << 20) + (64 << 10); // octets, with a signature

  private final RolloutDesk desk;
  private final InstantSource clock;

  RolloutPages(RolloutDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, this::all);
    console.page(
        routing,
        ONE,
        (actor, request) ->
            new WaveScreen(desk, clock).screen(actor, name(request), request, done(request)));
    for (WaveAct act : WaveScreen.ACTS) {
      console.act(routing, ALL + "/" + act.word(), (actor, form) -> run(actor, act, form));
    }
    console.filed(routing, ProposalParts.PROPOSE, LARGEST_PROPOSAL, this::propose);
    console.act(
        routing,
        ProposalParts.WITHDRAW,
        (actor, form) ->
            after(actor, form.get("wave"), "withdraw", desk.withdraw(actor, form.get("wave"))));
    console.act(routing, ProposalParts.START_WITH, this::startWith);
  }

  static String address(String wave) {
    return ONE + "?name=" + URLEncoder.encode(wave, StandardCharsets.UTF_8);
  }

  private Screen all(Actor actor, ServerRequest request) {
    RolloutDesk.Whole whole = desk.whole(actor);
    RolloutProgress progress = whole.progress();
    return new Screen(
        "Rollout",
        "signet rollout status",
        List.of(
            Grid.sorted(
                request,
                "wave",
                "Waves, in the order of the plan",
                List.of("Wave", "State", "Since", "People", "Enrolled", "Sign", "Read", "Groups"),
                progress.waves().stream().map(RolloutPages::row).toList(),
                "None is planned. 'signet rollout plan' makes the plan, and its waves come here."),
            overTime(whole),
            Grid.sorted(
                request,
                "group",
                "Groups now",
                List.of("Group", "People", "Enrolled", "Can sign", "Can be written to in secret"),
                progress.status().byGroup().entrySet().stream()
                    .map(group -> row(group.getKey(), group.getValue()))
                    .toList(),
                "Nobody is in a group; 'signet user import' brings people with their groups.")));
  }

  private static List<Cell> row(WaveProgress wave) {
    Wave one = wave.record().wave();
    Coverage coverage = wave.coverage();
    return List.of(
        Cell.of(one.name()).to(address(one.name())),
        WaveScreen.state(one.state()),
        Cell.day(wave.record().changed()),
        Cell.number(coverage.people()),
        Cell.number(coverage.enrolled()),
        Cell.number(coverage.signing()),
        Cell.number(coverage.reading()),
        Cell.of(String.join(", ", one.groups())));
  }

  private static List<Cell> row(String group, Coverage coverage) {
    return List.of(
        Cell.of(group),
        Cell.number(coverage.people()),
        Cell.number(coverage.enrolled()),
        Cell.number(coverage.signing()),
        Cell.number(coverage.reading()));
  }

  /** The largest groups, in parts of a hundred of their people, so that they can be compared. */
  private Part overTime(RolloutDesk.Whole whole) {
    Set<String> shown =
        whole.progress().status().byGroup().entrySet().stream()
            .sorted((a, b) -> Integer.compare(b.getValue().people(), a.getValue().people()))
            .limit(MOST_LINES - 1L)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    List<Plot.Line> lines = new ArrayList<>();
    lines.add(line("everybody", CoverageDay.EVERYBODY, whole.history()));
    shown.forEach(group -> lines.add(line(group, group, whole.history())));
    return new Plot(
        "People who can sign and be written to in secret, by group",
        "% of the group",
        whole.history().isEmpty()
            ? clock.instant()
            : whole.history().getFirst().day().atStartOfDay(ZoneOffset.UTC).toInstant(),
        clock.instant(),
        100,
        lines);
  }

  private static Plot.Line line(String name, String group, List<CoverageDay> history) {
    return new Plot.Line(
        name,
        history.stream()
            .filter(day -> day.group().equals(group) && day.coverage().people() > 0)
            .map(day ->
                new Plot.Point(
                    day.day().atStartOfDay(ZoneOffset.UTC).toInstant(),
                    100L
                        * Math.min(day.coverage().signing(), day.coverage().reading())
                        / day.coverage().people()))
            .toList());
  }

  private Console.Done run(Actor actor, WaveAct act, Form form) {
    String wave = form.get("wave");
    actor.require(Right.RUN_ROLLOUT);
    return act == WaveAct.ROLL_BACK && !isTyped(form)
        ? notTyped(actor, wave)
        : after(actor, wave, act.word(), desk.act(actor, act, wave));
  }

  private Console.Done propose(Actor actor, Upload upload) {
    String wave = upload.get("wave");
    return after(
        actor,
        wave,
        "propose",
        desk.propose(actor, wave, upload.octets("policy"), upload.octets("signature")));
  }

  private Console.Done startWith(Actor actor, Form form) {
    String wave = form.get("wave");
    actor.require(Right.RUN_ROLLOUT);
    return isTyped(form)
        ? after(actor, wave, "start", desk.startWith(actor, wave, form.get("policy")))
        : notTyped(actor, wave);
  }

  private static boolean isTyped(Form form) {
    return form.get("confirm").strip().equals(form.get("wave"));
  }

  private Console.Done notTyped(Actor actor, String wave) {
    return shown(
        actor,
        wave,
        Status.BAD_REQUEST_400,
        List.of(new Part.Problem("What you typed is not " + wave + ". Nothing was changed.")));
  }

  private Console.Done after(Actor actor, String wave, String act, RolloutDesk.Outcome outcome) {
    return switch (outcome) {
      case RolloutDesk.Outcome.Done _ -> new Console.Done.GoTo(address(wave) + "&done=" + act);
      case RolloutDesk.Outcome.NotDone(List<String> reasons) ->
          shown(
              actor,
              wave,
              Status.CONFLICT_409,
              reasons.stream().<Part>map(Part.Problem::new).toList());
    };
  }

  private Console.Done shown(Actor actor, String wave, Status status, List<Part> first) {
    return new Console.Done.Show(status, new WaveScreen(desk, clock).after(actor, wave, first));
  }

  private static String name(ServerRequest request) {
    return request.query().first("name").orElse("");
  }

  private static List<Part> done(ServerRequest request) {
    return switch (request.query().first("done").orElse("")) {
      case "start" ->
          List.of(new Part.Notice("The wave runs. Its invitations go out in a moment."));
      case "propose" ->
          List.of(new Part.Notice("Proposed. Another administrator starts the wave with it."));
      case "withdraw" -> List.of(new Part.Notice("Withdrawn. The wave is as it was."));
      case "pause" -> List.of(new Part.Notice("Paused. Nobody is invited or reminded."));
      case "resume" -> List.of(new Part.Notice("The wave runs again."));
      case "remind" ->
          List.of(
              new Part.Notice(
                  "Written to once more: whoever was invited and did not enrol, except those"
                      + " who were written to in the last day."));
      case "rollback" ->
          List.of(new Part.Notice("Rolled back. The policy is what it was; certificates stay."));
      default -> List.of();
    };
  }
}
