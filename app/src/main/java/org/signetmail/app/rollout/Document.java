package org.signetmail.app.rollout;

import java.util.List;

/**
 * A text for people, before it is Markdown, HTML or PDF.
 *
 * @param about a line below the title
 */
public record Document(String title, String about, List<Part> parts) {
  public Document {
    parts = List.copyOf(parts);
  }

  /** What a document is made of. */
  public sealed interface Part {
    /** Begins a section. */
    record Heading(String text) implements Part {}

    record Paragraph(String text) implements Part {}

    /** A table; each row has a cell for each head. */
    record Rows(List<String> heads, List<List<String>> rows) implements Part {}

    /** Parts of wholes, side by side. */
    record Bars(List<Bar> bars) implements Part {}
  }

  /**
   * So many of so many.
   *
   * @param label what they are
   */
  public record Bar(String label, int part, int whole) {
    int percent() {
      return whole == 0 ? 0 : 100 * part / whole;
    }
  }
}
