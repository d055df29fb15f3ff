package org.signetmail.web.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One part of a page. What is not there is empty. */
public sealed interface Part
    permits Part.Prose,
        Part.Notice,
        Part.Problem,
        Part.Verbatim,
        Part.Facts,
        Part.Chart,
        Part.Ask,
        Grid,
        Plot {
  /** A paragraph. */
  record Prose(String text) implements Part {}

  /** What was just done. */
  record Notice(String text) implements Part {}

  /** Why something was not done. */
  record Problem(String text) implements Part {}

  /** Lines as they are. */
  record Verbatim(String heading, String text) implements Part {}

  /** Names and values. */
  record Facts(String heading, List<Fact> facts) implements Part {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /** A name and its value. */
  record Fact(String name, Cell value) {}

  /**
   * Bars with their labels on them, and the same as a table.
   *
   * @param unit of the axis
   */
  record Chart(String heading, String unit, List<Bar> bars) implements Part {
    private static final int ROW = 44; // pixels

    public Chart {
      bars = List.copyOf(bars);
    }

    /** Pixels. */
    public int height() {
      return ROW * bars.size() + 20;
    }

    /** Pixels from the top to the label of a bar. */
    public int top(Bar bar) {
      return ROW * bars.indexOf(bar) + 14;
    }

    /** How long a bar is, of the longest. */
    public String width(Bar bar) {
      long longest = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
      return String.format(Locale.ROOT, "%.2f%%", 100.0 * (double) bar.value() / (double) longest);
    }

    /** What the axis ends at. */
    public String end() {
      return Cell.number(bars.stream().mapToLong(Bar::value).max().orElse(0)).text() + " " + unit;
    }
  }

  /**
   * A bar.
   *
   * @param shade a class of the style sheet
   */
  record Bar(String label, long value, String shade) {
    public String number() {
      return Cell.number(value).text();
    }
  }

  /**
   * A form.
   *
   * @param method {@code get} for a search, {@code post} for an act
   * @param hidden fields that are sent along
   * @param style of its one button: a class of the style sheet
   */
  record Ask(
      String heading,
      String text,
      String method,
      String action,
      Map<String, String> hidden,
      List<Field> fields,
      String button,
      String style)
      implements Part {
    public Ask {
      hidden = Map.copyOf(hidden);
      fields = List.copyOf(fields);
    }

    public boolean isPost() {
      return method.equals("post");
    }

    public boolean isUpload() {
      return fields.stream().anyMatch(Field::isFile);
    }
  }

  /**
   * A field of a form.
   *
   * @param choices value and label of each; empty for free text
   */
  record Field(String name, String label, String value, Kind kind, List<Choice> choices) {
    /** What is typed into it. */
    public enum Kind {
      LINE,
      OPTIONAL_LINE,
      LINES,
      CHOICE,
      OPTIONAL_LINES,
      FILE,
      OPTIONAL_FILE
    }

    public Field {
      choices = List.copyOf(choices);
    }

    static Field line(String name, String label, String value) {
      return new Field(name, label, value, Kind.LINE, List.of());
    }

    static Field optional(String name, String label, String value) {
      return new Field(name, label, value, Kind.OPTIONAL_LINE, List.of());
    }

    static Field lines(String name, String label, String value) {
      return new Field(name, label, value, Kind.LINES, List.of());
    }

    static Field choice(String name, String label, List<Choice> choices) {
      return new Field(name, label, "", Kind.CHOICE, choices);
    }

    static Field optionalLines(String name, String label, String value) {
      return new Field(name, label, value, Kind.OPTIONAL_LINES, List.of());
    }

    static Field file(String name, String label) {
      return new Field(name, label, "", Kind.FILE, List.of());
    }

    static Field optionalFile(String name, String label) {
      return new Field(name, label, "", Kind.OPTIONAL_FILE, List.of());
    }

    public boolean isLines() {
      return kind == Kind.LINES || kind == Kind.OPTIONAL_LINES;
    }

    public boolean isFile() {
      return kind == Kind.FILE || kind == Kind.OPTIONAL_FILE;
    }

    public boolean isChoice() {
      return kind == Kind.CHOICE;
    }

    public boolean isOptional() {
      return kind == Kind.OPTIONAL_LINE
          || kind == Kind.OPTIONAL_LINES
          || kind == Kind.OPTIONAL_FILE;
    }
  }

  /** One of several. */
  record Choice(String value, String label) {}
}
