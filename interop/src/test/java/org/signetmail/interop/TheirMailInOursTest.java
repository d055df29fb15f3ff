package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.testkit.Fixtures;

/** Mail that other software makes, opened and verified by us. */
final class TheirMailInOursTest {
  private static final String SUBJECT = "Größe, the true subject";

  @TestFactory
  Stream<DynamicNode> whatEverySoftwareMakes() {
    Path folder = Scratch.folder("their-mail");
    return Arrays.stream(Peer.values())
        .map(peer -> dynamicContainer(peer.word(), tests(peer, folder)));
  }

  @TestFactory
  Stream<DynamicTest> samples() throws IOException {
    People people = People.shared();
    Path folder = samples(people);
    return Table.rows("samples.tsv", 7)
        .map(row ->
            dynamicTest(
                (row.get(0) + " " + row.get(1)).strip(), () -> checkSample(people, folder, row)));
  }

  @Test
  void everySampleIsInTheTable() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String line : Files.readAllLines(samples(People.shared()).resolve("EXPECT.txt"))) {
      expected.add(line.split(" ")[0]);
    }
    assertEquals(
        expected,
        Table.rows("samples.tsv", 7)
            .map(List::getFirst)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<DynamicTest> tests(Peer peer, Path folder) {
    return Table.rows("their-mail.tsv", 7)
        .filter(row -> List.of(row.get(1).split(",")).contains(peer.word()))
        .map(row ->
            dynamicTest(row.getFirst() + " by " + peer.word(), () -> checkMade(peer, folder, row)));
  }

  private static void checkMade(Peer peer, Path folder, List<String> row) throws IOException {
    People people = People.shared();
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--from", People.address(row.get(2)), "--subject", SUBJECT));
    options.addAll(List.of("--to", addresses(row.get(3)), "--body", OurMail.TEXT + "\n"));
    options.addAll(List.of("--p12", people.pkcs12(row.get(2)).toString()));
    options.addAll(List.of(row.get(4).split(" ")));
    String name = row.getFirst() + "-" + peer.word();
    Path message = peer.make(people, folder.resolve(name + ".eml"), options);
    Path content = folder.resolve(name + ".opened");
    Product.Opened opened = Product.open(people, message, content);

    assertEquals(row.get(5), opened.verdict(), opened::toString);
    assertEquals(row.get(6), opened.encryption(), opened::toString);
    boolean readable = !opened.encryption().equals("not-for-us");
    assertEquals(readable ? 0 : 4, opened.run().status(), opened::toString);
    if (readable) {
      assertEquals(SUBJECT, opened.subject(), opened::toString);
      assertEquals(
          row.get(4).contains("--protect"), opened.json().path("subjectProtected").asBoolean());
      assertTrue(Mime.textOf(content).contains(OurMail.TEXT), opened::toString);
    }
  }

  private static void checkSample(People people, Path folder, List<String> row) {
    Path message = folder.resolve(row.getFirst() + ".eml");
    Path content = folder.resolve(row.getFirst() + ".opened");
    String[] more =
        row.get(1).isEmpty() ? new String[0] : new String[] {row.get(1), people.crl().toString()};
    Product.Opened opened = Product.open(people, message, content, more);

    assertEquals(row.get(3), opened.verdict(), opened::toString);
    assertEquals(row.get(4), opened.encryption(), opened::toString);
    assertEquals(row.get(5), opened.subject(), opened::toString);
    assertEquals(Integer.parseInt(row.get(2)), opened.run().status(), opened::toString);
    String finding = row.get(6);
    if (finding.equals("-")) {
      assertEquals(List.of(), opened.errors(), opened::toString);
    } else {
      assertTrue(
          opened.errors().stream().anyMatch(code -> code.startsWith(finding)), opened::toString);
    }
  }

  private static Path samples(People people) {
    Path folder = Scratch.folder("samples");
    Path script = Fixtures.peer("mksamples.sh");
    Tool.run(List.of(script.toString(), people.folder().toString(), folder.toString())).succeeded();
    return folder;
  }

  private static String addresses(String names) {
    return Stream.of(names.split(",")).map(People::address).collect(Collectors.joining(","));
  }
}
