package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small file of the system's own: a name, a colon and a value a line. */
record NamedValues(Path file, Map<String, String> values) {
  private static final int LARGEST = 1 << 16; // octets

  static byte[] encode(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> text.append(name).append(": ").append(oneLine(value)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static NamedValues read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": is larger than what was written there; begin again");
    }
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return new NamedValues(file, values);
  }

  /**
   * @throws IOException when it is not there: somebody changed the file
   */
  String get(String name) throws IOException {
    return find(name)
        .orElseThrow(() -> new IOException(file + ": lacks '" + name + "'; begin again"));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static String oneLine(String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("value: is more than one line; give one");
    }
    return value;
  }
}
