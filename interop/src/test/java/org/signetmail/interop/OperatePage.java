package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.testkit.Fixtures;

/**
 * A page of {@code docs/operate} whose blocks of configuration a test takes as they stand there: a
 * block is named by the heading above it and the file it belongs to.
 */
record OperatePage(String name, String text) {
  static OperatePage read(String name) throws IOException {
    return new OperatePage(
        name, Files.readString(Fixtures.repository().resolve("docs/operate").resolve(name)));
  }

  /** The block under a heading for a file, with the ports of the page made those of a test. */
  String block(String heading, String file, Map<Integer, Integer> ports) {
    Matcher section =
        Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "\n(.*?)(?=^## |\\z)").matcher(text);
    assertTrue(section.find(), name + " has no section '" + heading + "'");
    Matcher block =
        Pattern.compile("(?ms)^```" + Pattern.quote(file) + "\n(.*?)^```")
            .matcher(section.group(1));
    assertTrue(block.find(), name + ": '" + heading + "' has no block " + file);
    return Pattern.compile("(?<=[\\d\\]]:)\\d+\\b")
        .matcher(block.group(1))
        .replaceAll(port ->
            String.valueOf(
                ports.getOrDefault(Integer.valueOf(port.group()), Integer.valueOf(port.group()))));
  }
}
