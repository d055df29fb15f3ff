package org.signetmail.app.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A document as one HTML file, which is XML too, without anything from elsewhere. */
final class HtmlText {
  private HtmlText() {}

  static String of(Document document) {
    StringBuilder text = new StringBuilder();
    text.append(
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n");
    text.append("<meta charset=\"utf-8\" />\n");
    text.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
    text.append("<title>").append(escaped(document.title())).append("</title>\n");
    text.append("<meta name=\"description\" content=\"").append(escaped(document.about()));
    text.append("\" />\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>");
    text.append(escaped(document.title())).append("</h1>\n<p class=\"about\">");
    text.append(escaped(document.about())).append("</p>\n");
    document.parts().forEach(part -> append(text, part));
    return text.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void append(StringBuilder text, Document.Part part) {
    switch (part) {
      case Document.Part.Heading(String heading) ->
          text.append("<h2>").append(escaped(heading)).append("</h2>\n");
      case Document.Part.Paragraph(String paragraph) ->
          text.append("<p>").append(escaped(paragraph)).append("</p>\n");
      case Document.Part.Rows(List<String> heads, List<List<String>> rows) -> {
        text.append("<div class=\"wide\"><table class=\"of").append(heads.size());
        text.append("\">\n<thead><tr>");
        heads.forEach(
            head -> text.append("<th scope=\"col\">").append(escaped(head)).append("</th>"));
        text.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
          text.append("<tr>");
          row.forEach(cell -> text.append("<td>").append(escaped(cell)).append("</td>"));
          text.append("</tr>\n");
        }
        text.append("</tbody>\n</table></div>\n");
      }
      case Document.Part.Bars(List<Document.Bar> bars) -> {
        text.append("<table class=\"bars\">\n<tbody>\n");
        bars.forEach(bar -> bar(text, bar));
        text.append("</tbody>\n</table>\n");
      }
    }
  }

  private static void bar(StringBuilder text, Document.Bar bar) {
    text.append(
        "<tr><th scope=\"row\">%s</th><td><div class=\"whole\"><div class=\"part\" style=\"width:%d%%\"></div></div></td><td>%d of %d</td></tr>%n"
            .formatted(escaped(bar.label()), bar.percent(), bar.part(), bar.whole()));
  }

  private static String style() {
    try (InputStream in = HtmlText.class.getResourceAsStream("document.css")) {
      if (in == null) {
        throw new IllegalStateException("document.css: is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("document.css: cannot be read from the program", e);
    }
  }

  /** For text and attributes; characters that XML has no place for become a question mark. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '&' -> safe.append("&amp;");
            case '"' -> safe.append("&quot;");
            default -> {
              boolean isXml =
                  c == '\n'
                      || c == '\t'
                      || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF));
              safe.appendCodePoint(isXml ? c : '?');
            }
          }
        });
    return safe.toString();
  }
}
