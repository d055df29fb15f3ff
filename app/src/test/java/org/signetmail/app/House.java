package org.signetmail.app;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The rooms on their floors, and who may import whom, as {@code ARCHITECTURE.md} has it. */
final class House {
  /** From the ground up: every import points down. */
  static final List<Set<String>> FLOORS =
      List.of(
          Set.of("pkix", "smime", "policy", "tlog"),
          Set.of("ca", "archive", "directory", "enrolment", "gateway", "rollout", "backup"),
          Set.of("store", "smtp", "web", "lookup", "acme"),
          Set.of("app"));

  /** The few imports on one floor. Never ca and archive: they meet in pkix's ArchiveReceipt. */
  private static final Map<String, Set<String>> SAME_FLOOR =
      Map.of(
          "smime", Set.of("pkix"),
          "policy", Set.of("pkix"),
          "enrolment", Set.of("ca", "archive"),
          "gateway", Set.of("directory"),
          "rollout", Set.of("enrolment", "directory"),
          "backup", Set.of("archive"));

  /** Beside the floors: measured and tried, imported by none. */
  static final Set<String> ANNEXES = Set.of("bench", "fuzz", "interop", "site");

  static final String TESTKIT = "testkit";

  static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

  private House() {}

  static Set<String> rooms() {
    return FLOORS.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  static Set<String> modules() {
    Stream<String> beside = Stream.concat(ANNEXES.stream(), Stream.of(TESTKIT));
    return Stream.concat(rooms().stream(), beside).collect(Collectors.toSet());
  }

  static Set<String> mayImport(String module) {
    if (ANNEXES.contains(module)) {
      return rooms();
    }
    if (module.equals(TESTKIT)) {
      return Set.of(); // every room's tests use it
    }
    int floor =
        IntStream.range(0, FLOORS.size())
            .filter(i -> FLOORS.get(i).contains(module))
            .findFirst()
            .orElseThrow();
    Set<String> allowed = new HashSet<>(SAME_FLOOR.getOrDefault(module, Set.of()));
    FLOORS.subList(0, floor).forEach(allowed::addAll);
    return allowed;
  }

  /** The modules that a module's pom names, by scope. */
  static Set<String> declared(String module, boolean inTests) {
    NodeList all = pom(module).getElementsByTagName("dependency");
    return IntStream.range(0, all.getLength())
        .mapToObj(i -> (Element) all.item(i))
        .filter(dependency -> text(dependency, "groupId").equals("org.signetmail"))
        .filter(dependency -> text(dependency, "scope").equals("test") == inTests)
        .map(dependency -> text(dependency, "artifactId").replaceFirst("^signet-", ""))
        .collect(Collectors.toSet());
  }

  private static Document pom(String module) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    } catch (Exception e) {
      throw new AssertionError(module + "/pom.xml: cannot be read", e);
    }
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
