package org.signetmail.site;

import java.util.List;
import java.util.Map;

/**
 * A page's frame: menu, search, what is on the page, and the page. Safe for use by many threads.
 */
final class Layout {
  private final Map<String, List<Page>> sections;

  Layout(Map<String, List<Page>> sections) {
    this.sections = sections;
  }

  String html(Page page) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s - Signet</title>
    <link rel="stylesheet" href="%2$s">
    <script src="%3$s" defer></script>
    <script src="%4$s" defer></script>
    </head>
    <body>
    <a class="skip" href="#content">To the page</a>
    <header>
    <a class="mark" href="%5$s">Signet</a>
    <search><label for="search">Search</label> <input id="search" type="search" autocomplete="off" data-root="%6$s">
    <ol id="found" aria-live="polite"></ol></search>
    </header>
    <nav aria-label="Pages"><details open><summary>Pages</summary>
    %7$s</details></nav>
    <main id="content" tabindex="-1">
    %8$s</main>
    %9$s</body>
    </html>
    """
        .formatted(
            escape(page.title()),
            page.linkTo("site.css"),
            page.linkTo("search-index.js"),
            page.linkTo("search.js"),
            page.linkTo("index.html"),
            root(page),
            menu(page),
            Markdown.html(page),
            outline(page));
  }

  private String menu(Page page) {
    StringBuilder menu = new StringBuilder();
    sections.forEach((title, pages) -> {
      menu.append("<h2>").append(escape(title)).append("</h2>\n<ul>\n");
      for (Page other : pages) {
        String mark = other.source().equals(page.source()) ? " aria-current=\"page\"" : "";
        menu.append("<li><a href=\"").append(page.linkTo(other.target())).append('"');
        menu.append(mark).append('>').append(escape(other.title())).append("</a></li>\n");
      }
      menu.append("</ul>\n");
    });
    return menu.toString();
  }

  private static String outline(Page page) {
    List<Page.Heading> headings =
        page.headings().stream().filter(heading -> heading.level() == 2).toList();
    if (headings.size() < 2) {
      return "";
    }
    StringBuilder outline =
        new StringBuilder("<nav class=\"outline\" aria-label=\"On this page\">\n");
    outline.append("<h2>On this page</h2>\n<ul>\n");
    for (Page.Heading heading : headings) {
      outline.append("<li><a href=\"#").append(heading.anchor()).append("\">");
      outline.append(escape(heading.text())).append("</a></li>\n");
    }
    return outline.append("</ul>\n</nav>\n").toString();
  }

  /** The way from a page to the site's folder, with a slash, or nothing. */
  private static String root(Page page) {
    String link = page.linkTo("index.html");
    return link.substring(0, link.length() - "index.html".length());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
