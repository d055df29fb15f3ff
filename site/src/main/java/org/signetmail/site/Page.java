package org.signetmail.site;

import java.nio.file.Path;
import java.util.List;
import org.commonmark.node.Node;

/**
 * One page.
 *
 * @param source its Markdown's path in the repository, with slashes; of generated pages where it
 *     would be
 * @param title its first heading
 * @param content parsed
 * @param headings every heading in order
 */
record Page(String source, String title, Node content, List<Heading> headings) {
  /**
   * @param text as people read it
   * @param anchor what a link to it ends with
   * @param level 1 is the page's title
   */
  record Heading(String text, String anchor, int level) {}

  /** Where it goes, from the site's folder on. */
  String target() {
    return target(source);
  }

  /** The page that a file of the repository becomes. */
  static String target(String source) {
    return source.equals("README.md")
        ? "index.html"
        : source.substring(0, source.length() - ".md".length()) + ".html";
  }

  /** How a link on this page names a file of the site. */
  String linkTo(String other) {
    Path folder = Path.of("/" + target()).resolveSibling("");
    return folder.relativize(Path.of("/" + other)).toString();
  }

  boolean hasAnchor(String anchor) {
    return headings.stream().anyMatch(heading -> heading.anchor().equals(anchor));
  }
}
