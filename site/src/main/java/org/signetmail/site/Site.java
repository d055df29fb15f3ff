package org.signetmail.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The documentation as a folder of pages: those of the repository, and those that the program and
 * the sources say of themselves. Reads the repository, writes nothing there.
 */
public final class Site {
  private static final List<String> STATIC = List.of("site.css", "search.js");

  private final Path repository;
  private final SequencedMap<String, List<Page>> sections = new LinkedHashMap<>();
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final Links links;

  private Site(Path repository) throws IOException {
    this.repository = repository;
    for (Section section : Section.all()) {
      for (String source : section.sources()) {
        add(section.title(), source);
      }
    }
    add(sections.lastEntry().getKey(), "docs/");
    this.links = new Links(repository, pages);
    pages.values().forEach(links::turn);
  }

  /** {@code REPOSITORY FOLDER}: makes the site of a repository in a folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Site site = of(Path.of(arguments[0]));
    for (String broken : site.broken()) {
      System.err.println("site: " + broken + ": leads nowhere");
    }
    site.write(folder);
    System.out.println(
        "site: " + site.pages.size() + " pages; open " + folder.resolve("index.html"));
    if (!site.broken().isEmpty()) {
      System.exit(1);
    }
  }

  /** The site of a repository, read and linked. */
  static Site of(Path repository) throws IOException {
    return new Site(repository.toAbsolutePath().normalize());
  }

  /** Links that lead nowhere, each with its page. */
  List<String> broken() {
    return links.broken();
  }

  /** By source. */
  Map<String, Page> pages() {
    return Map.copyOf(pages);
  }

  /** Writes every page, what they show, and the search. */
  void write(Path folder) throws IOException {
    Layout layout = new Layout(sections);
    for (Page page : pages.values()) {
      Path target = folder.resolve(page.target());
      Files.createDirectories(target.resolveSibling(""));
      Files.writeString(target, layout.html(page));
    }
    for (String file : links.files()) {
      Path target = folder.resolve(file);
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(repository.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
    }
    for (String file : STATIC) {
      try (InputStream content = Site.class.getResourceAsStream(file)) {
        if (content == null) {
          throw new IOException(file + ": is not in the program");
        }
        Files.copy(content, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(folder.resolve("search-index.js"), SearchIndex.of(pages.values()));
  }

  private void add(String section, String source) throws IOException {
    if (source.endsWith("/")) {
      for (String page : pagesIn(source)) {
        add(section, page);
      }
    } else if (!pages.containsKey(source)) {
      Page page = Markdown.page(source, markdown(source));
      pages.put(source, page);
      sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(page);
    }
  }

  private String markdown(String source) throws IOException {
    return switch (source) {
      case CommandReference.SOURCE -> CommandReference.markdown();
      case Standards.SOURCE -> Standards.markdown(repository);
      default -> Files.readString(repository.resolve(source));
    };
  }

  private List<String> pagesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve(folder))) {
      return files
          .map(file -> folder + file.getFileName())
          .filter(file -> file.endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
