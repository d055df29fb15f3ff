package org.signetmail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.signetmail.app.bench.RatioPlot;

/**
 * A picture for each table of ratios on a page of measurements, made of the page itself, so that
 * table and picture never differ. {@code bench/plots} draws all pages; drawing again changes
 * nothing.
 *
 * <p>Arguments: the folder of pictures, then pages. What a picture shows is the last column whose
 * head begins with {@code ratio}.
 */
public final class Plots {
  private static final int LEAST_BARS = 2;
  private static final Pattern NUMBER = Pattern.compile("[<≥]? ?[0-9][0-9.,]*");
  private static final Pattern ANY_PICTURE = Pattern.compile("!\\[.*]\\(.*\\)");
  private static final Pattern PICTURE = Pattern.compile("!\\[The ratios above]\\(.*\\)");

  private final Path folder;
  private final Path page;
  private final List<String> lines = new ArrayList<>();
  private String heading = "";
  private int pictures;

  private Plots(Path folder, Path page) {
    this.folder = folder;
    this.page = page;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (String page : List.of(arguments).subList(1, arguments.length)) {
      draw(folder, Path.of(page));
    }
  }

  /**
   * Draws a page's pictures and names each below its table. A page that brings a picture of its own
   * is left as it is.
   */
  static void draw(Path folder, Path page) throws IOException {
    if (Files.readAllLines(page).stream().anyMatch(Plots::isPictureOfItsOwn)) {
      return;
    }
    new Plots(folder, page).draw();
  }

  private static boolean isPictureOfItsOwn(String line) {
    return ANY_PICTURE.matcher(line).matches() && !PICTURE.matcher(line).matches();
  }

  private void draw() throws IOException {
    List<String> table = new ArrayList<>();
    for (String line : withoutPictures(Files.readAllLines(page))) {
      if (line.startsWith("|")) {
        table.add(line);
      } else {
        finish(table);
        if (line.startsWith("#")) {
          heading = line.replaceFirst("#+ *", "");
        }
      }
      lines.add(line);
    }
    finish(table);
    Files.writeString(page, String.join("\n", lines) + "\n");
  }

  /** A picture has an empty line before it, which goes with it. */
  private static List<String> withoutPictures(List<String> before) {
    List<String> kept = new ArrayList<>();
    for (String line : before) {
      if (PICTURE.matcher(line).matches()) {
        kept.removeLast();
      } else {
        kept.add(line);
      }
    }
    return kept;
  }

  private void finish(List<String> table) throws IOException {
    List<RatioPlot.Bar> bars = table.size() < 2 ? List.of() : bars(table);
    table.clear();
    if (bars.size() < LEAST_BARS) {
      return;
    }
    pictures++;
    String base = String.valueOf(page.getFileName()).replaceFirst("\\.md$", "");
    Path picture = folder.resolve(base + "-" + pictures + ".svg");
    Files.writeString(picture, RatioPlot.of(heading, bars), StandardCharsets.UTF_8);
    Path from = page.toAbsolutePath().getParent();
    if (from == null) {
      throw new IOException(page + ": lies in no folder");
    }
    lines.add("");
    lines.add("![The ratios above](" + from.relativize(picture.toAbsolutePath()) + ")");
  }

  private static List<RatioPlot.Bar> bars(List<String> table) {
    List<String> heads = cells(table.getFirst());
    int column = -1;
    for (int i = 0; i < heads.size(); i++) {
      column = heads.get(i).startsWith("ratio") ? i : column;
    }
    List<RatioPlot.Bar> bars = new ArrayList<>();
    if (column < 0) {
      return bars;
    }
    for (String row : table.subList(2, table.size())) {
      List<String> cells = cells(row);
      Optional<Double> ratio = number(cells.get(column));
      ratio
          .filter(one -> one > 0)
          .ifPresent(one -> bars.add(new RatioPlot.Bar(label(heads, cells), one, one, one)));
    }
    return bars;
  }

  /** The cells before the first figure; where a figure is all that names the row, its head too. */
  private static String label(List<String> heads, List<String> cells) {
    List<String> words = new ArrayList<>();
    for (String cell : cells) {
      if (number(cell).isPresent()) {
        break;
      }
      words.add(cell);
    }
    return words.isEmpty() ? heads.getFirst() + " " + cells.getFirst() : String.join(", ", words);
  }

  private static Optional<Double> number(String cell) {
    return NUMBER.matcher(cell).matches()
        ? Optional.of(Double.parseDouble(cell.replaceAll("[<≥, ]", "")))
        : Optional.empty();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1).split("\\|", -1))
        .map(cell -> cell.strip().replaceAll("[*`]", ""))
        .toList();
  }
}
