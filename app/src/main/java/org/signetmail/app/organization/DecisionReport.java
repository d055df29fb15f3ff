package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.signetmail.app.home.Home;

/**
 * What cryptography was decided to go where in a month, from the records of decisions: a message
 * that was tried several times counts once.
 *
 * @param recipients of each kind
 */
public record DecisionReport(YearMonth month, Map<Kind, Integer> recipients) {
  private static final int COLUMNS = 13;

  /** What is counted together. */
  public record Kind(
      String direction,
      String from,
      String to,
      String domain,
      String outcome,
      String sign,
      String encrypt,
      String profile,
      String table)
      implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * Reads the records of a home.
   *
   * @throws IOException with one line when a record cannot be read
   */
  public static DecisionReport of(Home home, YearMonth month) throws IOException {
    Map<String, Integer> most = new HashMap<>();
    Map<String, Kind> kinds = new HashMap<>();
    for (Path file : files(home.decisions(), month)) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String[] c = line.split("\t", -1);
        if (c.length != COLUMNS) {
          throw new IOException(
              file + ":" + number + ": is no record of a decision; take it out and keep it apart");
        }
        Kind kind = new Kind(c[2], c[3], c[4], c[5], c[6], c[8], c[9], c[10], c[11]);
        String once = c[1] + kind;
        kinds.put(once, kind);
        most.merge(once, Integer.valueOf(c[12]), Math::max);
      }
    }
    Map<Kind, Integer> recipients = new TreeMap<>();
    most.forEach((once, count) ->
        recipients.merge(java.util.Objects.requireNonNull(kinds.get(once)), count, Integer::sum));
    return new DecisionReport(month, recipients);
  }

  private static List<Path> files(Path folder, YearMonth month) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(month + "-\\d\\d\\.tsv"))
          .sorted()
          .toList();
    }
  }
}
