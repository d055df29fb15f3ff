package org.signetmail.web.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.signetmail.web.page.Words;

/**
 * Lines over time, each with its name on it, and the same as a table.
 *
 * @param unit of the upright axis
 * @param from where the axis of time begins
 * @param until where it ends
 * @param top of the upright axis
 * @param lines at most six, for each has a look of its own
 */
public record Plot(
    String heading, String unit, Instant from, Instant until, long top, List<Line> lines)
    implements Part {
  /** Pixels of the whole drawing. */
  public static final int HEIGHT = 260;

  private static final int ROOF = 12; // pixels above the lines
  private static final int FLOOR = 28; // pixels beneath them, for the axis
  private static final int LETTERS = 17; // pixels from one name to the next
  private static final int WIDE = 1000; // units of the drawing's width

  public Plot {
    lines = List.copyOf(lines);
    top = Math.max(1, top);
  }

  /**
   * A line.
   *
   * @param points in order of time; it stays at each until the next
   */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }

    long last() {
      return points.isEmpty() ? 0 : points.getLast().value();
    }

    /** Its name and what it has come to. */
    public String label() {
      return name + " " + Cell.number(last()).text();
    }
  }

  /** A value since a moment. */
  public record Point(Instant at, long value) {}

  /** A line's name, and its distance from the roof in pixels. */
  public record Label(String text, int y, int look) {}

  /** How many more of something there are at each of these moments. */
  static Line counting(String name, List<Instant> moments) {
    List<Instant> sorted = moments.stream().sorted().toList();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      boolean isLastOfMoment = i + 1 == sorted.size() || !sorted.get(i + 1).equals(sorted.get(i));
      if (isLastOfMoment) {
        points.add(new Point(sorted.get(i), i + 1));
      }
    }
    return new Line(name, points);
  }

  /** Of a drawing of {@value #WIDE} by {@link #field}: the corners of a line. */
  public String path(Line line) {
    StringBuilder path = new StringBuilder();
    long value = 0;
    for (Point point : line.points()) {
      String x = decimal(x(point.at()));
      path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(y(value));
      path.append('L').append(x).append(' ').append(y(point.value()));
      value = point.value();
    }
    return path.isEmpty()
        ? "M0 " + y(0) + "L" + WIDE + " " + y(0)
        : path.append('L').append(WIDE).append(' ').append(y(value)).toString();
  }

  /** Pixels from roof to floor. */
  public int field() {
    return HEIGHT - ROOF - FLOOR;
  }

  public int roof() {
    return ROOF;
  }

  /** The names of the lines where these end, moved so that none lies on another. */
  public List<Label> labels() {
    List<Line> byHeight = new ArrayList<>(lines);
    byHeight.sort(Comparator.comparingLong(Line::last).reversed());
    List<Label> labels = new ArrayList<>();
    int lowest = ROOF + LETTERS - 6;
    int room = HEIGHT - FLOOR - LETTERS * byHeight.size();
    for (Line line : byHeight) {
      int wanted = Math.min(ROOF + Integer.parseInt(y(line.last())) - 5, room + LETTERS);
      int y = Math.max(lowest, wanted);
      labels.add(new Label(line.label(), y, lines.indexOf(line) + 1));
      lowest = y + LETTERS;
      room += LETTERS;
    }
    return labels;
  }

  /** What the upright axis ends at. */
  public String end() {
    return Cell.number(top).text() + " " + unit;
  }

  public String first() {
    return isOfDays() ? Words.day(from) : Words.minute(from);
  }

  public String last() {
    return isOfDays() ? Words.day(until) : Words.minute(until);
  }

  /** The same as a table: a row for each moment at which a line moves, fifty at most. */
  public Grid table() {
    List<Instant> moments =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .map(Point::at)
            .distinct()
            .sorted()
            .toList();
    List<String> heads = new ArrayList<>(List.of("When"));
    lines.forEach(line -> heads.add(line.name()));
    List<List<Cell>> rows = new ArrayList<>();
    int most = 50;
    for (int i = 0; i < moments.size(); i++) {
      boolean isShown =
          moments.size() <= most
              || i + 1 == moments.size()
              || i * most / moments.size() != (i + 1) * most / moments.size();
      if (isShown) {
        rows.add(row(moments.get(i)));
      }
    }
    return new Grid("", heads, rows, "Nothing has happened yet.", "");
  }

  private List<Cell> row(Instant at) {
    List<Cell> row = new ArrayList<>();
    row.add(isOfDays() ? Cell.day(at) : Cell.minute(at));
    for (Line line : lines) {
      row.add(
          Cell.number(
              line.points().stream()
                  .filter(point -> !point.at().isAfter(at))
                  .reduce((_, later) -> later)
                  .map(Point::value)
                  .orElse(0L)));
    }
    return row;
  }

  private boolean isOfDays() {
    return Duration.between(from, until).toDays() > 3;
  }

  private double x(Instant at) {
    double whole = Math.max(1, Duration.between(from, until).toSeconds());
    return Math.clamp(WIDE * (double) Duration.between(from, at).toSeconds() / whole, 0, WIDE);
  }

  private String y(long value) {
    return String.valueOf(Math.round((double) field() * (1 - (double) value / (double) top)));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
