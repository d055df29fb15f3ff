package org.signetmail.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * The text of a document: a title, then one {@code name: value} a line, in a fixed order, in UTF-8,
 * each line ended by one line feed.
 *
 * <p>There is one spelling of each document, so that a signature over its octets is a signature
 * over its meaning, and a person can read before he signs: no control characters, and none that
 * turn the direction of text. An empty value is written {@code name:}. Requests, approvals,
 * releases and the manifests of backups all have this form.
 */
public final class DocumentText {
  /** The most that is ever read as one document. */
  public static final int LARGEST = 16 << 20;

  /** The most values of one name. */
  public static final int MOST_VALUES = 1000;

  private static final Pattern UNFIT =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}]");

  private DocumentText() {}

  /** Whether a value can stand in a line. */
  public static boolean fits(String value) {
    return !UNFIT.matcher(value).find() && value.strip().equals(value);
  }

  /** Writes a document. */
  public static final class Writer {
    private final StringBuilder text = new StringBuilder();

    public Writer(String title) {
      text.append(title).append('\n');
    }

    /**
     * @throws IllegalArgumentException when the value does not {@linkplain DocumentText#fits fit}
     */
    public Writer add(String name, String value) {
      if (!fits(value)) {
        throw new IllegalArgumentException(
            name
                + ": holds a line break or another character that cannot be signed; write one"
                + " line");
      }
      text.append(name).append(value.isEmpty() ? ":" : ": ").append(value).append('\n');
      return this;
    }

    public Writer add(String name, byte[] octets) {
      return add(name, Base64.getEncoder().encodeToString(octets));
    }

    public Writer add(String name, Instant time) {
      return add(name, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public byte[] octets() {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Reads a document in the order it was written; whatever does not belong is refused. */
  public static final class Reader {
    private final String title;
    private final List<String> lines;
    private int next = 1;

    public Reader(String title, byte[] octets) throws MalformedDocument {
      this.title = title;
      if (octets.length > LARGEST) {
        throw malformed("it has " + octets.length + " octets, the most is " + LARGEST);
      }
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      } catch (CharacterCodingException e) {
        throw new MalformedDocument(title + ": it is not text; give the file as it was made", e);
      }
      if (!text.startsWith(title + "\n")) {
        throw malformed("the file does not begin with these words");
      }
      if (!text.endsWith("\n")) {
        throw malformed("it is cut short");
      }
      this.lines = Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
    }

    public String take(String name) throws MalformedDocument {
      String line = next < lines.size() ? lines.get(next) : "";
      if (line.equals(name + ":")) {
        next++;
        return "";
      }
      String value = line.startsWith(name + ": ") ? line.substring(name.length() + 2) : "";
      if (value.isEmpty() || !fits(value)) {
        throw malformed("line " + (next + 1) + " is not one '" + name + ": …'");
      }
      next++;
      return value;
    }

    /** All lines of this name that follow; perhaps none. */
    public List<String> takeAll(String name) throws MalformedDocument {
      return takeAll(name, MOST_VALUES);
    }

    /** As {@link #takeAll(String)}, with another limit. */
    public List<String> takeAll(String name, int most) throws MalformedDocument {
      List<String> values = new ArrayList<>();
      while (next < lines.size() && lines.get(next).startsWith(name + ":")) {
        if (values.size() == most) {
          throw malformed("it has more than " + most + " lines '" + name + ": …'");
        }
        values.add(take(name));
      }
      return values;
    }

    public byte[] takeOctets(String name) throws MalformedDocument {
      return octets(take(name));
    }

    public Mailbox takeMailbox(String name) throws MalformedDocument {
      String value = take(name);
      try {
        return Mailbox.of(value);
      } catch (IllegalArgumentException e) {
        throw new MalformedDocument(title + ": " + e.getMessage(), e);
      }
    }

    public CaseId takeCase(String name) throws MalformedDocument {
      String value = take(name);
      try {
        return new CaseId(value);
      } catch (IllegalArgumentException e) {
        throw new MalformedDocument(title + ": " + e.getMessage(), e);
      }
    }

    public KeyId takeKey(String name) throws MalformedDocument {
      return key(take(name));
    }

    public Instant takeTime(String name) throws MalformedDocument {
      String value = take(name);
      try {
        Instant time = Instant.parse(value);
        if (time.truncatedTo(ChronoUnit.SECONDS).toString().equals(value)) {
          return time;
        }
        throw malformed("line " + next + " is not a time to the second in UTC");
      } catch (DateTimeException e) {
        throw new MalformedDocument(title + ": line " + next + " is not a time", e);
      }
    }

    /** As {@link #takeTime}; none when the value is empty. */
    public Optional<Instant> takeTimeIfAny(String name) throws MalformedDocument {
      boolean none = next < lines.size() && lines.get(next).equals(name + ":");
      if (none) {
        next++;
        return Optional.empty();
      }
      return Optional.of(takeTime(name));
    }

    public int number(String value) throws MalformedDocument {
      long number = longNumber(value);
      if (number > Integer.MAX_VALUE) {
        throw malformed("the number near line " + next + " is too great");
      }
      return (int) number;
    }

    public long longNumber(String value) throws MalformedDocument {
      if (!value.matches("0|[1-9][0-9]{0,17}")) {
        throw malformed("a number is expected near line " + next);
      }
      return Long.parseLong(value);
    }

    public KeyId key(String value) throws MalformedDocument {
      try {
        return new KeyId(value);
      } catch (IllegalArgumentException e) {
        throw new MalformedDocument(title + ": " + e.getMessage(), e);
      }
    }

    public byte[] octets(String value) throws MalformedDocument {
      try {
        byte[] octets = Base64.getDecoder().decode(value);
        if (Base64.getEncoder().encodeToString(octets).equals(value)) {
          return octets;
        }
        throw malformed("the base64 near line " + next + " is not in its one form");
      } catch (IllegalArgumentException e) {
        throw new MalformedDocument(title + ": line " + next + " is not base64", e);
      }
    }

    public void end() throws MalformedDocument {
      if (next != lines.size()) {
        throw malformed("line " + (next + 1) + " does not belong there");
      }
    }

    private MalformedDocument malformed(String what) {
      return new MalformedDocument(title + ": " + what + "; give the file as it was made");
    }
  }
}
