package org.signetmail.app.rollout;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of each message of a mailbox that is encrypted again: a line each of name, SHA-256
 * before and after, and outcome, with tabs between. Whoever is cut off begins again, and what has a
 * line is done. For one thread.
 */
public final class Manifest implements Closeable {
  private static final String NAME = "manifest.tsv";

  private final Map<String, Line> lines = new HashMap<>();
  private final Writer out;

  /** What became of a message. */
  public enum Outcome {
    /** Opened, and encrypted to the new keys. */
    ENCRYPTED_AGAIN,
    /** Was not encrypted: it is as it was. */
    NOT_ENCRYPTED,
    /** Opens with none of the keys: it is as it was. */
    NOT_FOR_US,
    /** Is damaged, or no message: it is as it was. */
    NOT_OPENED;

    /** In small letters, with hyphens. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param before SHA-256 in hex
   * @param after SHA-256 in hex
   */
  record Line(String before, String after, Outcome outcome) {}

  private Manifest(Path file) throws IOException {
    String before = Files.exists(file) ? Files.readString(file) : "";
    before.lines().forEach(this::read);
    out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!before.isEmpty() && !before.endsWith("\n")) {
      out.write('\n'); // after a line that was cut off
    }
  }

  /** That of a folder, begun or gone on with. */
  public static Manifest in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new Manifest(folder.resolve(NAME));
  }

  /** A line that was cut off, or is none, is of a message that is done again. */
  private void read(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length == 4) {
      for (Outcome outcome : Outcome.values()) {
        if (outcome.word().equals(cells[3])) {
          lines.put(cells[0], new Line(cells[1], cells[2], outcome));
        }
      }
    }
  }

  /** Whether a message of this name and content is done. */
  boolean has(String name, String before) {
    Line line = lines.get(name);
    return line != null && line.before().equals(before);
  }

  void add(String name, Line line) throws IOException {
    out.write(String.join("\t", name, line.before(), line.after(), line.outcome().word()) + "\n");
    out.flush();
    lines.put(name, line);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
