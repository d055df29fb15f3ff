package org.signetmail.rollout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.rollout.MailProgram.Fitness;

/**
 * What is known of mail programs, by what they write into User-Agent or X-Mailer: a table in a
 * file. Immutable and safe for use by many threads.
 */
public final class MailPrograms {
  private static final int LONGEST = 200; // characters of a field that are looked at

  /** Whose messages name a build; the version that people know cannot be compared with it. */
  private static final Set<String> OWN_BUILDS = Set.of("Apple Mail", "iOS Mail");

  private static final Pattern VERSION = Pattern.compile("\\d{1,5}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z!&' -]{0,40}");

  private record Row(Pattern pattern, String product, int least, Fitness fitness, String reason) {}

  private final List<Row> rows;

  private MailPrograms(List<Row> rows) {
    this.rows = rows;
  }

  /** The table that comes with the program. */
  public static MailPrograms standard() {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = MailPrograms.class.getResourceAsStream("mail-programs.tsv")) {
      if (in == null) {
        throw new IllegalStateException("mail-programs.tsv: is missing from the program");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(row(line));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("mail-programs.tsv: cannot be read from the program", e);
    }
    return new MailPrograms(List.copyOf(rows));
  }

  /** The program that calls itself so. */
  public MailProgram of(String field) {
    String text = field.length() > LONGEST ? field.substring(0, LONGEST) : field;
    for (Row row : rows) {
      Matcher matcher = row.pattern().matcher(text);
      if (matcher.find()) {
        return program(row, version(matcher));
      }
    }
    Matcher name = NAME.matcher(text);
    String product = name.find() ? name.group().strip() : "unnamed";
    return new MailProgram(product, 0, Fitness.UNKNOWN, "is not in the table of mail programs");
  }

  /**
   * The program that a list of devices names: its product as in this table, or what it calls
   * itself.
   *
   * @param version begins with the number that is compared; empty when nobody knows
   */
  public MailProgram named(String product, String version) {
    Matcher digits = VERSION.matcher(version);
    int number = digits.lookingAt() ? Integer.parseInt(digits.group()) : 0;
    String text = product.strip();
    return rows.stream()
        .filter(row -> text.equalsIgnoreCase(row.product()))
        .findFirst()
        .or(() -> rows.stream().filter(row -> row.pattern().matcher(text).find()).findFirst())
        .map(row -> program(strictest(row), OWN_BUILDS.contains(row.product()) ? 0 : number))
        .orElseGet(() -> of(text));
  }

  /** Of the rows of a product, the one that asks for a version. */
  private Row strictest(Row found) {
    return rows.stream()
        .filter(row -> row.product().equals(found.product()))
        .max(Comparator.comparingInt(Row::least))
        .orElse(found);
  }

  private static MailProgram program(Row row, int version) {
    boolean isOld = row.fitness() == Fitness.FIT && version > 0 && version < row.least();
    return isOld
        ? new MailProgram(
            row.product(),
            version,
            Fitness.UPGRADE,
            "is older than " + row.least() + ", the oldest that is mended; " + row.reason())
        : new MailProgram(row.product(), version, row.fitness(), row.reason());
  }

  private static int version(Matcher matcher) {
    String digits = matcher.groupCount() == 0 ? null : matcher.group(1);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static Row row(String line) {
    String[] cells = line.split("\t");
    return new Row(
        Pattern.compile(cells[0]),
        cells[1],
        Integer.parseInt(cells[2]),
        Fitness.valueOf(cells[3].toUpperCase(Locale.ROOT)),
        cells[4]);
  }
}
