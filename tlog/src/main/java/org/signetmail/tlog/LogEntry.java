package org.signetmail.tlog;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.signetmail.tlog.internal.CanonicalJson;
import org.signetmail.tlog.internal.CanonicalJson.Members;
import org.signetmail.tlog.internal.CanonicalJson.Text;
import org.signetmail.tlog.internal.CanonicalJson.Value;
import org.signetmail.tlog.internal.StrictText;

/**
 * One act, as the log records it.
 *
 * <p>Its public part, the {@link #leaf}, is canonical JSON (RFC 8785) of three members, and the
 * leaf hash of the tree is taken over exactly these bytes:
 *
 * <pre>{@code
 * {"fields":{"mailbox":"committed:9f86…","serial":"0a1b"},"time":"2026-11-23T12:00:00Z","type":"certificate.issued"}
 * }</pre>
 *
 * <p>All field values are strings. A value that begins with {@code committed:} is the {@link
 * Commitment} to a private value in hexadecimal; no other value may begin so. Time is UTC to the
 * second. The private part, the {@link #openingJson}, is kept beside the leaf and is never
 * published:
 *
 * <pre>{@code
 * {"mailbox":{"salt":"00112233445566778899aabbccddeeff","value":"bob@example.test"}}
 * }</pre>
 *
 * <p>An entry is built by adding to an entry: {@code LogEntry.of(CERTIFICATE_ISSUED,
 * now).with("serial", "0a1b").committing("mailbox", "bob@example.test", random)}. Personal data
 * goes in by {@link #committing} only.
 *
 * @param type what kind of act
 * @param time when, to the second
 * @param fields the public fields by name, commitments among them
 * @param opening the private values behind commitments, by field name; a commitment whose opening
 *     was deleted, or is not ours to see, is not here
 */
public record LogEntry(
    EntryType type,
    Instant time,
    SortedMap<String, String> fields,
    SortedMap<String, Commitment> opening) {

  /** The longest leaf in octets: an entry bundle has 16 bits for it (C2SP tlog-tiles). */
  public static final int MAX_LEAF_LENGTH = 0xffff;

  /** What a value begins with that is only committed to. */
  static final String COMMITTED = "committed:";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,63}");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  /**
   * An entry; the time loses its fraction of a second, the maps are copied.
   *
   * @throws LogFormatException when a name is not an identifier, a value has no UTF-8 form, an
   *     opening is not behind the commitment in its field, or the leaf is too long
   */
  public LogEntry {
    time = time.truncatedTo(ChronoUnit.SECONDS);
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    opening = Collections.unmodifiableSortedMap(new TreeMap<>(opening));
    if (!TIME.matcher(time.toString()).matches()) {
      throw new LogFormatException("log entry: time " + time + " is not in the years 0 to 9999");
    }
    fields.forEach(LogEntry::checkField);
    for (Map.Entry<String, Commitment> opened : opening.entrySet()) {
      if (!committed(opened.getValue()).equals(fields.get(opened.getKey()))) {
        throw new LogFormatException(
            "log entry: the opening of field "
                + StrictText.excerpt(opened.getKey())
                + " is not the value it was committed to");
      }
    }
    int length = leaf(type, time, fields).length;
    if (length > MAX_LEAF_LENGTH) {
      throw new LogFormatException(
          "log entry: leaf of " + length + " octets, at most " + MAX_LEAF_LENGTH + " (tlog-tiles)");
    }
  }

  /** An act without fields yet. */
  public static LogEntry of(EntryType type, Instant time) {
    return new LogEntry(type, time, new TreeMap<>(), new TreeMap<>());
  }

  /**
   * The entry with this leaf, and no openings.
   *
   * @throws LogFormatException unless these are, octet for octet, the leaf of an entry
   */
  public static LogEntry parse(byte[] leaf) {
    if (leaf.length > MAX_LEAF_LENGTH) {
      throw new LogFormatException("log entry: leaf of " + leaf.length + " octets (tlog-tiles)");
    }
    SortedMap<String, Value> members = CanonicalJson.read("log entry", leaf).members();
    if (members.size() == 3
        && members.get("fields") instanceof Members(SortedMap<String, Value> fields)
        && members.get("time") instanceof Text(String time)
        && members.get("type") instanceof Text(String type)) {
      return new LogEntry(
          EntryType.ofDotted(type), parseTime(time), texts(fields), Collections.emptySortedMap());
    }
    throw new LogFormatException("log entry: the members must be fields, time and type");
  }

  /**
   * The entry with this leaf and these openings, as a store gives them back.
   *
   * @throws LogFormatException when {@link #parse(byte[])} refuses the leaf, or an opening does not
   *     belong to it
   */
  public static LogEntry parse(byte[] leaf, byte[] openingJson) {
    LogEntry published = parse(leaf);
    SortedMap<String, Commitment> opening = new TreeMap<>();
    CanonicalJson.read("log entry opening", openingJson)
        .members()
        .forEach((name, value) -> opening.put(name, commitment(value)));
    return new LogEntry(published.type, published.time, published.fields, opening);
  }

  /**
   * This entry with one more public field.
   *
   * @throws IllegalArgumentException when the field is there already, or the value looks like a
   *     commitment
   */
  public LogEntry with(String name, String value) {
    if (value.startsWith(COMMITTED)) {
      throw new IllegalArgumentException(
          "log entry: the value of " + name + " begins with " + COMMITTED + "; use committing()");
    }
    return adding(name, value, opening);
  }

  /** This entry with one more field that holds a commitment to a private value. */
  public LogEntry committing(String name, Commitment commitment) {
    SortedMap<String, Commitment> openings = new TreeMap<>(opening);
    openings.put(name, commitment);
    return adding(name, committed(commitment), openings);
  }

  /** As {@link #committing(String, Commitment)}, under this salt of 16 octets used nowhere else. */
  public LogEntry committing(String name, String value, byte[] salt) {
    return committing(name, Commitment.of(value, salt));
  }

  /** As {@link #committing(String, Commitment)}, under a fresh salt. */
  public LogEntry committing(String name, String value, SecureRandom random) {
    return committing(name, Commitment.of(value, random));
  }

  /** What the public may see: this entry without the openings. */
  public LogEntry published() {
    return new LogEntry(type, time, fields, Collections.emptySortedMap());
  }

  /** The value of a field as its keeper knows it: the private value where an opening is at hand. */
  public Optional<String> value(String name) {
    Commitment opened = opening.get(name);
    return Optional.ofNullable(opened != null ? opened.value() : fields.get(name));
  }

  /** The bytes that the tree is over: canonical JSON of type, time and fields. */
  public byte[] leaf() {
    return leaf(type, time, fields);
  }

  /** The hash of the {@link #leaf} in the tree (RFC 9162 §2.1.1). */
  public Hash leafHash() {
    return MerkleTree.leafHash(leaf());
  }

  /** The bytes to keep beside the leaf and never to publish: canonical JSON of the openings. */
  public byte[] openingJson() {
    SortedMap<String, Value> members = new TreeMap<>();
    opening.forEach((name, c) ->
        members.put(name, Members.ofTexts(Map.of("salt", c.salt(), "value", c.value()))));
    return CanonicalJson.write("log entry opening", new Members(members));
  }

  private LogEntry adding(String name, String value, SortedMap<String, Commitment> openings) {
    SortedMap<String, String> more = new TreeMap<>(fields);
    if (more.put(name, value) != null) {
      throw new IllegalArgumentException("log entry: field " + name + " is there already");
    }
    return new LogEntry(type, time, more, openings);
  }

  private static byte[] leaf(EntryType type, Instant time, SortedMap<String, String> fields) {
    SortedMap<String, Value> members = new TreeMap<>();
    members.put("fields", Members.ofTexts(fields));
    members.put("time", new Text(time.toString()));
    members.put("type", new Text(type.dotted()));
    return CanonicalJson.write("log entry", new Members(members));
  }

  private static String committed(Commitment commitment) {
    return COMMITTED + commitment.hash().hex();
  }

  private static void checkField(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new LogFormatException(
          "log entry: field name " + StrictText.excerpt(name) + " is not " + NAME.pattern());
    }
    if (value.startsWith(COMMITTED)) {
      Hash.ofHex(value.substring(COMMITTED.length()));
    }
  }

  private static Instant parseTime(String time) {
    try {
      Instant instant = Instant.parse(time);
      if (instant.toString().equals(time) && TIME.matcher(time).matches()) {
        return instant;
      }
    } catch (DateTimeException e) {
      throw new LogFormatException("log entry: no time " + StrictText.excerpt(time), e);
    }
    throw new LogFormatException(
        "log entry: time " + StrictText.excerpt(time) + " is not UTC to the second");
  }

  private static SortedMap<String, String> texts(SortedMap<String, Value> members) {
    SortedMap<String, String> texts = new TreeMap<>();
    members.forEach((name, value) -> {
      if (!(value instanceof Text(String text))) {
        throw new LogFormatException("log entry: field " + name + " is not a string");
      }
      texts.put(name, text);
    });
    return texts;
  }

  /** One value of an opening. */
  static Commitment commitment(Value value) {
    if (value instanceof Members(SortedMap<String, Value> members)
        && members.size() == 2
        && members.get("salt") instanceof Text(String salt)
        && members.get("value") instanceof Text(String text)) {
      return new Commitment(salt, text);
    }
    throw new LogFormatException("log entry opening: the members must be salt and value");
  }
}
