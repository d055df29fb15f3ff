package org.signetmail.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Turns links between files of the repository into links between pages. What is no page is carried
 * along when it lies in {@code docs}, and is plain text otherwise.
 */
final class Links {
  private final Path repository;
  private final Map<String, Page> pages;
  private final Set<String> files = new TreeSet<>();
  private final List<String> broken = new ArrayList<>();

  Links(Path repository, Map<String, Page> pages) {
    this.repository = repository;
    this.pages = pages;
  }

  /** Files that pages show or lead to, from the repository's folder on. */
  Set<String> files() {
    return files;
  }

  /** What leads nowhere: page and link. */
  List<String> broken() {
    return broken;
  }

  /** Changes the links of this page in place. */
  void turn(Page page) {
    page.content()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                visitChildren(link);
                String turned = turned(page, link.getDestination());
                if (turned.isEmpty()) {
                  unwrap(link);
                } else {
                  link.setDestination(turned);
                }
              }

              @Override
              public void visit(Image image) {
                image.setDestination(turned(page, image.getDestination()));
              }
            });
  }

  /** Empty for what is not on the site. */
  private String turned(Page page, String link) {
    if (link.matches("[a-z]+:.*")) {
      return link;
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    String file = hash < 0 ? link : link.substring(0, hash);
    String source = file.isEmpty() ? page.source() : beside(page.source(), file);
    Page other = pages.get(source);
    if (other != null) {
      if (!anchor.isEmpty() && !other.hasAnchor(anchor)) {
        broken.add(page.source() + ": " + link);
      }
      String target = file.isEmpty() ? "" : page.linkTo(other.target());
      return anchor.isEmpty() ? target : target + "#" + anchor;
    }
    if (!Files.exists(repository.resolve(source))) {
      broken.add(page.source() + ": " + link);
      return "";
    }
    boolean isOfTheSite =
        source.startsWith("docs/") && Files.isRegularFile(repository.resolve(source));
    if (isOfTheSite) {
      files.add(source);
    }
    return isOfTheSite ? page.linkTo(source) : "";
  }

  private static String beside(String source, String file) {
    Path folder = Path.of("/" + source).resolveSibling("");
    return folder.resolve(file).normalize().toString().substring(1);
  }

  private static void unwrap(Link link) {
    for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
      link.insertBefore(child);
    }
    link.unlink();
  }
}
