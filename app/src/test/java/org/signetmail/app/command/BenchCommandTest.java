package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of this machine: every work beside every program, whatever the figures are. */
class BenchCommandTest {
  @TempDir Path folder;

  @Test
  void comparesEachWorkAndWritesTableAndPicture() throws Exception {
    Path page = folder.resolve("bench.md");
    CommandRun run = run("bench", "--quick", "--json", "--write", page.toString());
    assertEquals(0, run.status(), run.errors());

    JsonNode all = JsonMapper.shared().readTree(run.out()).path("comparisons");
    Set<String> works = new HashSet<>();
    for (JsonNode one : all) {
      works.add(one.path("beside").asString() + ": " + one.path("work").asString());
      double ratio = one.path("ratio").asDouble();
      assertTrue(ratio > 0 && one.path("least").asDouble() <= ratio, one.toString());
      assertTrue(ratio <= one.path("most").asDouble(), one.toString());
      assertTrue(one.path("signet").asDouble() > 0 && one.path("other").asDouble() > 0);
    }
    for (String work : List.of("sign", "verify", "encrypt", "decrypt")) {
      assertTrue(works.contains("Bouncy Castle: " + work + " 10 KB, RSA-2048"), works.toString());
      assertTrue(works.contains("openssl cms: " + work + " 2 MB, RSA-2048"), works.toString());
    }
    assertTrue(works.contains("Bouncy Castle: verify 10 KB, P-256"), works.toString());

    String text = Files.readString(page);
    assertEquals(all.size(), text.lines().filter(line -> line.contains("RSA-2048 |")).count() + 2);
    assertTrue(text.contains("](bench.svg)"), text);
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("bench.svg"))));
    assertEquals("svg", picture.getDocumentElement().getNodeName());
    assertEquals(1 + all.size(), picture.getElementsByTagName("rect").getLength(), "a bar each");
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count(), "nothing else is left");
    }
  }

  @Test
  void thePageHasANameOfAPage() {
    CommandRun run = run("bench", "--quick", "--write", folder.resolve("bench").toString());
    assertEquals(2, run.status());
    assertTrue(run.errors().contains("write --write bench.md"), run.errors());
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }
}
