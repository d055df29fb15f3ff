package org.signetmail.app.rollout;

import java.util.List;
import java.util.stream.Collectors;

/** A document as Markdown, as GitHub reads it: tables with bars between the cells. */
final class MarkdownText {
  private MarkdownText() {}

  static String of(Document document) {
    StringBuilder text = new StringBuilder("# " + cell(document.title()) + "\n\n");
    text.append(cell(document.about())).append('\n');
    document.parts().forEach(part -> append(text, part));
    return text.toString();
  }

  private static void append(StringBuilder text, Document.Part part) {
    text.append('\n');
    switch (part) {
      case Document.Part.Heading(String heading) ->
          text.append("## ").append(cell(heading)).append('\n');
      case Document.Part.Paragraph(String paragraph) -> text.append(cell(paragraph)).append('\n');
      case Document.Part.Rows(List<String> heads, List<List<String>> rows) -> {
        row(text, heads);
        row(text, heads.stream().map(_ -> "---").toList());
        rows.forEach(one -> row(text, one));
      }
      case Document.Part.Bars(List<Document.Bar> bars) ->
          bars.forEach(bar ->
              text.append(
                  "- %s: %d of %d (%d %%)%n"
                      .formatted(cell(bar.label()), bar.part(), bar.whole(), bar.percent())));
    }
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream().map(MarkdownText::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** What others wrote, such as the name of a mail program, is no Markdown. */
  private static String cell(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_<>|\\[\\]#])", "\\\\$1");
  }
}
