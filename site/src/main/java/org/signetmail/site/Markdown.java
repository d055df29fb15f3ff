package org.signetmail.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Reads Markdown with tables, and writes it as HTML that has nothing but what Markdown says. */
final class Markdown {
  private static final List<TablesExtension> EXTENSIONS =
      List.of((TablesExtension) TablesExtension.create());

  private Markdown() {}

  static Page page(String source, String markdown) {
    Node content = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
    List<Page.Heading> headings = new ArrayList<>();
    anchors(content)
        .forEach((heading, anchor) ->
            headings.add(new Page.Heading(text(heading), anchor, heading.getLevel())));
    String title = headings.isEmpty() ? source : headings.getFirst().text();
    return new Page(source, title, content, headings);
  }

  static String html(Page page) {
    Map<Heading, String> anchors = anchors(page.content());
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .escapeHtml(true)
        .sanitizeUrls(true)
        .attributeProviderFactory(_ ->
            (node, _, attributes) -> {
              if (node instanceof Heading heading) {
                attributes.put("id", anchors.getOrDefault(heading, ""));
              }
            })
        .build()
        .render(page.content());
  }

  /** What a reader sees of a node, without its marks. */
  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak part) {
            text.append(' ');
          }
        });
    return text.toString();
  }

  /** Named as code hosting sites name them, so that a link works there and here. */
  private static Map<Heading, String> anchors(Node content) {
    Map<Heading, String> anchors = new LinkedHashMap<>();
    Map<String, Integer> taken = new HashMap<>();
    content.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String name =
                text(heading)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = taken.merge(name, 1, Integer::sum) - 1;
            anchors.put(heading, before == 0 ? name : name + "-" + before);
          }
        });
    return anchors;
  }
}
