package org.signetmail.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Named settings of a YAML document, read by name and type; what is not known is an error. */
public record YamlMapping(Map<String, Entry> entries, Yaml.Place place) implements Yaml {
  /** A value, and where its name stands. */
  public record Entry(Yaml.Place namePlace, Yaml value) {}

  /**
   * Refuses every name but these.
   *
   * @throws YamlProblem at the first other name, with the nearest known one
   */
  public void allow(String... names) throws YamlProblem {
    List<String> known = Arrays.asList(names);
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new YamlProblem(
            entry.getValue().namePlace(),
            "'" + entry.getKey() + "' is not known here",
            nearest(entry.getKey(), known));
      }
    }
  }

  /** The value of a setting that must be there. */
  public String text(String name) throws YamlProblem {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) throws YamlProblem {
    return switch (value(name)) {
      case null -> Optional.empty();
      case Yaml.Text text -> Optional.of(text.value());
      case Yaml other ->
          throw new YamlProblem(
              other.place(), "'" + name + "' is not a single value", "write '" + name + ": value'");
    };
  }

  /**
   * A value in another form.
   *
   * @param reader throws {@link IllegalArgumentException} with what is wrong; it is given its place
   */
  public <T> Optional<T> optional(String name, Function<String, T> reader) throws YamlProblem {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(text.get()));
    } catch (IllegalArgumentException e) {
      throw new YamlProblem(
          placeOf(name), name + " " + e.getMessage(), "correct it and start again");
    }
  }

  public <T> T required(String name, Function<String, T> reader) throws YamlProblem {
    return optional(name, reader).orElseThrow(() -> missing(name));
  }

  /** A list of single values; one value counts as a list of one, nothing as an empty one. */
  public List<String> texts(String name) throws YamlProblem {
    List<String> texts = new ArrayList<>();
    for (Yaml item : items(name)) {
      if (!(item instanceof Yaml.Text text)) {
        throw new YamlProblem(
            item.place(), "'" + name + "' wants single values", "write '- value' on each line");
      }
      texts.add(text.value());
    }
    return texts;
  }

  /** A list of anything. */
  public List<Yaml> items(String name) {
    return switch (value(name)) {
      case null -> List.of();
      case Yaml.Items items -> items.items();
      case Yaml one -> List.of(one);
    };
  }

  /** A group of settings; empty when it is not there. */
  public YamlMapping group(String name) throws YamlProblem {
    return switch (value(name)) {
      case null -> new YamlMapping(Map.of(), place);
      case YamlMapping mapping -> mapping;
      case Yaml other ->
          throw new YamlProblem(
              other.place(),
              "'" + name + "' is a group of settings",
              "put them below it, indented");
    };
  }

  /** Whether a setting is a group: some may be a single value as well. */
  public boolean isGroup(String name) {
    return value(name) instanceof YamlMapping;
  }

  /** Where a setting's name stands; the group's own place when it is not there. */
  public Yaml.Place placeOf(String name) {
    Entry entry = entries.get(name);
    return entry == null ? place : entry.namePlace();
  }

  private @org.jspecify.annotations.Nullable Yaml value(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.value();
  }

  private YamlProblem missing(String name) {
    return new YamlProblem(place, "'" + name + "' is missing", "add '" + name + ": …'");
  }

  private static String nearest(String name, List<String> known) {
    return known.stream()
        .filter(k -> distance(name, k) <= 3)
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .map(k -> "did you mean '" + k + "'?")
        .orElse("known are " + String.join(", ", known));
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
