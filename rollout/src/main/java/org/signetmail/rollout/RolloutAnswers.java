package org.signetmail.rollout;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.policy.Yaml;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * What an organisation says of its rollout in {@code rollout.yaml}; what it does not say is asked.
 *
 * @param lead who answers for the rollout
 * @param start of the first wave
 * @param places where people and servers are, as the jurisdiction table names them
 * @param officers who become recovery officers
 * @param support whom people call when it does not work
 * @param backupPlace where copies of backups go
 * @param pilot the group that goes first
 * @param waveSize people in a wave, unless one group has more
 * @param leavingPercent how many of a hundred people leave in a year
 * @param groups what is said of single groups
 * @param effort hours for each piece of work, by its word
 */
public record RolloutAnswers(
    Optional<String> lead,
    Optional<LocalDate> start,
    List<String> places,
    List<String> officers,
    Optional<String> support,
    Optional<String> backupPlace,
    Optional<String> pilot,
    int waveSize,
    int leavingPercent,
    Map<String, OfGroup> groups,
    Map<String, Double> effort) {
  private static final int WAVE_SIZE = 100;
  private static final int LEAVING_PERCENT = 10;

  /** Hours, where {@code effort:} says nothing else. */
  public static final Map<String, Double> HOURS = hours();

  /** Nothing was said. */
  public static final RolloutAnswers NONE =
      new RolloutAnswers(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          WAVE_SIZE,
          LEAVING_PERCENT,
          Map.of(),
          Map.of());

  /** What the organisation is asked. */
  public enum Question {
    LEAD("lead", "Who answers for the rollout? (an address)"),
    START("start", "When does the first wave start? (YYYY-MM-DD)"),
    PLACES("places", "In which places are people and servers? (DE, FR)"),
    OFFICERS("officers", "Who become recovery officers? (addresses)"),
    SUPPORT("support", "Whom do people call when it does not work?"),
    BACKUP_PLACE("backup-place", "Where do copies of backups go?");

    private final String key;
    private final String text;

    Question(String key, String text) {
      this.key = key;
      this.text = text;
    }

    /** As it stands in the file. */
    public String key() {
      return key;
    }

    public String text() {
      return text;
    }
  }

  /** How likely something goes wrong with a group. */
  public enum Risk {
    LOW,
    NORMAL,
    HIGH
  }

  /** How people come to certificates. */
  public enum Way {
    /** By the portal, with keys made in the browser. */
    PORTAL,
    /** The gateway signs and opens for them. */
    GATEWAY,
    /** By the command on their own machine, or a protocol of it. */
    DEVICE
  }

  /**
   * What is said of one group.
   *
   * @param after groups that go before it
   */
  public record OfGroup(
      Set<String> after, Optional<Risk> risk, Optional<Way> enrolment, Optional<String> place) {
    static final OfGroup NOTHING =
        new OfGroup(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads the file.
   *
   * @param file how errors name it
   */
  public static RolloutAnswers read(String text, String file) throws YamlProblem {
    YamlMapping top = Yaml.parse(text, file);
    top.allow(
        "lead",
        "start",
        "places",
        "officers",
        "support",
        "backup-place",
        "pilot",
        "wave-size",
        "leaving-percent",
        "groups",
        "effort");
    return new RolloutAnswers(
        top.optionalText("lead"),
        top.optional("start", RolloutAnswers::day),
        top.texts("places"),
        top.texts("officers"),
        top.optionalText("support"),
        top.optionalText("backup-place"),
        top.optionalText("pilot"),
        top.optional("wave-size", word -> number(word, 1, 100_000)).orElse(WAVE_SIZE),
        top.optional("leaving-percent", word -> number(word, 0, 100)).orElse(LEAVING_PERCENT),
        groups(top.group("groups")),
        effort(top.group("effort")));
  }

  /** What is said of a group; nothing of one that is not named. */
  public OfGroup of(String group) {
    return groups.getOrDefault(group, OfGroup.NOTHING);
  }

  /** Hours for a piece of work. */
  public double hours(String work) {
    Double said = effort.get(work);
    return said != null ? said : HOURS.getOrDefault(work, 0.0);
  }

  /** What was not answered yet. */
  public List<Question> open() {
    List<Question> open = new ArrayList<>();
    for (Question question : Question.values()) {
      if (!isAnswered(question)) {
        open.add(question);
      }
    }
    return open;
  }

  private boolean isAnswered(Question question) {
    return switch (question) {
      case LEAD -> lead.isPresent();
      case START -> start.isPresent();
      case PLACES -> !places.isEmpty();
      case OFFICERS -> !officers.isEmpty();
      case SUPPORT -> support.isPresent();
      case BACKUP_PLACE -> backupPlace.isPresent();
    };
  }

  private static Map<String, OfGroup> groups(YamlMapping groups) throws YamlProblem {
    Map<String, OfGroup> read = new LinkedHashMap<>();
    for (String name : groups.entries().keySet()) {
      YamlMapping group = groups.group(name);
      group.allow("after", "risk", "enrolment", "place");
      read.put(
          name,
          new OfGroup(
              Set.copyOf(group.texts("after")),
              group.optional("risk", word -> word(word, Risk.values())),
              group.optional("enrolment", word -> word(word, Way.values())),
              group.optionalText("place")));
    }
    return read;
  }

  private static Map<String, Double> effort(YamlMapping effort) throws YamlProblem {
    effort.allow(HOURS.keySet().toArray(String[]::new));
    Map<String, Double> read = new LinkedHashMap<>();
    for (String work : effort.entries().keySet()) {
      effort.optional(work, RolloutAnswers::hoursOf).ifPresent(hours -> read.put(work, hours));
    }
    return read;
  }

  private static Map<String, Double> hours() {
    Map<String, Double> hours = new LinkedHashMap<>();
    hours.put("person", 0.25); // reads the invitation, makes keys, sends a first message
    hours.put("support", 0.1); // a person, on the other side of the telephone
    hours.put("upgrade", 0.5);
    hours.put("replace", 1.5);
    hours.put("server", 4.0);
    hours.put("partner", 2.0);
    hours.put("officer", 4.0); // ceremony and a practised recovery
    hours.put("wave", 8.0); // preparing, talking, looking after
    hours.put("drill", 2.0);
    return java.util.Collections.unmodifiableMap(hours);
  }

  private static Double hoursOf(String word) {
    try {
      double hours = Double.parseDouble(word);
      if (hours >= 0 && hours <= 10_000) {
        return hours;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("'" + word + "' is no number of hours such as 0.5");
  }

  private static LocalDate day(String word) {
    try {
      return LocalDate.parse(word);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + word + "' is no day such as 2026-11-23", e);
    }
  }

  private static int number(String word, int least, int most) {
    if (word.matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(word);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no number from " + least + " to " + most);
  }

  private static <E extends Enum<E>> E word(String word, E[] values) {
    for (E value : values) {
      if (value.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + word
            + "' is none of "
            + String.join(
                ", ",
                java.util.Arrays.stream(values)
                    .map(value -> value.name().toLowerCase(java.util.Locale.ROOT))
                    .toList()));
  }
}
