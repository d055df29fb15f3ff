package org.signetmail.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages that belong together, in reading order.
 *
 * @param title as the menu has it
 * @param sources the files in the repository; a folder's name with a slash stands for all its pages
 */
record Section(String title, List<String> sources) {
  Section {
    sources = List.copyOf(sources);
  }

  /** The whole menu: one line a section, its name and then its sources, with tabs between. */
  static List<Section> all() throws IOException {
    try (InputStream table = Section.class.getResourceAsStream("contents.tsv")) {
      if (table == null) {
        throw new IOException("contents.tsv: is not in the program");
      }
      List<Section> found = new ArrayList<>();
      for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        List<String> cells = List.of(line.split("\t"));
        found.add(new Section(cells.getFirst(), cells.subList(1, cells.size())));
      }
      return found;
    }
  }
}
