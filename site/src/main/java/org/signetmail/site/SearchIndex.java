package org.signetmail.site;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the search looks in: the text under each heading. A script and no JSON file, because a
 * browser does not read files beside a page that it opened from a disk.
 */
final class SearchIndex {
  /** One heading's text; {@code at} is a page, with an anchor. */
  record Entry(String at, String page, String heading, String text) {}

  private SearchIndex() {}

  static String of(Collection<Page> pages) {
    List<Entry> entries = new ArrayList<>();
    pages.forEach(page -> entries.addAll(of(page)));
    return "window.pages = " + JsonMapper.shared().writeValueAsString(entries) + ";\n";
  }

  private static List<Entry> of(Page page) {
    List<Entry> entries = new ArrayList<>();
    List<Page.Heading> headings = new ArrayList<>(page.headings());
    Page.Heading under = new Page.Heading(page.title(), "", 1);
    StringBuilder text = new StringBuilder();
    for (Node node = page.content().getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading && !headings.isEmpty()) {
        add(entries, page, under, text);
        under = headings.removeFirst();
      } else {
        text.append(text.isEmpty() ? "" : " ").append(Markdown.text(node));
      }
    }
    add(entries, page, under, text);
    return entries;
  }

  private static void add(List<Entry> entries, Page page, Page.Heading under, StringBuilder text) {
    if (!text.isEmpty()) {
      String anchor = under.level() == 1 ? "" : "#" + under.anchor();
      entries.add(new Entry(page.target() + anchor, page.title(), under.text(), text.toString()));
      text.setLength(0);
    }
  }
}
