package org.signetmail.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * A file of the home folder that belongs into the backup: configuration, policy, sealed key files.
 *
 * @param name relative, with {@code /} between folders; it cannot lead out of the folder
 */
public record HomeFile(String name, Content content) {
  private static final int LONGEST = 1024;
  private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{M}\\p{N} ._@+=,~-]{1,200}");

  /**
   * @throws IllegalArgumentException when the name is not safe to write to
   */
  public HomeFile {
    if (!isSafe(name)) {
      throw new IllegalArgumentException(
          "backup: a file's name is not a plain relative path; rename it, or leave it out");
    }
  }

  /** Gives the octets; asked once. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /** Whether a name stays inside the folder it is put into, on every system. */
  public static boolean isSafe(String name) {
    if (name.length() > LONGEST) {
      return false;
    }
    for (String segment : name.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()
          || segment.matches("\\.{1,2}")
          || !segment.strip().equals(segment)) {
        return false;
      }
    }
    return true;
  }
}
