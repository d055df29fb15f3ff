package org.signetmail.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page of standards: which room's code cites which, with the titles of a table. */
final class Standards {
  static final String SOURCE = "docs/standards.md";

  private static final Path TITLES = Path.of("docs", "standards.tsv");
  private static final Pattern CITATION = Pattern.compile("\\bRFC (\\d{4,5})\\b");

  private Standards() {}

  static String markdown(Path repository) throws IOException {
    Map<Integer, Set<String>> cited = cited(repository);
    StringBuilder page = new StringBuilder("# Standards\n\n");
    page.append("The ").append(cited.size());
    page.append(" RFCs that the code cites, clause by clause, and the rooms that do.\n\n");
    page.append("| | title | rooms |\n|---|---|---|\n");
    Map<Integer, String> titles = titles(repository);
    cited.forEach((number, rooms) ->
        page.append("| RFC\u00a0")
            .append(number)
            .append(" | ")
            .append(titles.getOrDefault(number, ""))
            .append(" | ")
            .append(String.join(", ", rooms))
            .append(" |\n"));
    return page.toString();
  }

  /** By number, the rooms whose own sources name it. */
  static Map<Integer, Set<String>> cited(Path repository) throws IOException {
    Map<Integer, Set<String>> cited = new TreeMap<>(Comparator.naturalOrder());
    for (Path room : rooms(repository)) {
      try (Stream<Path> files = Files.walk(room.resolve("src/main/java"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          Matcher citation = CITATION.matcher(Files.readString(file));
          while (citation.find()) {
            cited
                .computeIfAbsent(Integer.valueOf(citation.group(1)), _ -> new TreeSet<>())
                .add(room.getFileName().toString());
          }
        }
      }
    }
    return cited;
  }

  /** Titles by number. */
  static Map<Integer, String> titles(Path repository) throws IOException {
    Map<Integer, String> titles = new TreeMap<>();
    for (String line : Files.readAllLines(repository.resolve(TITLES))) {
      List<String> cells = List.of(line.split("\t", 2));
      titles.put(Integer.valueOf(cells.getFirst().substring("RFC ".length())), cells.getLast());
    }
    return titles;
  }

  private static List<Path> rooms(Path repository) throws IOException {
    try (Stream<Path> folders = Files.list(repository)) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java"))).toList();
    }
  }
}
