package org.signetmail.tlog.internal;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.tlog.LogFormatException;

/**
 * The canonical JSON of RFC 8785 for objects of strings and objects: one value, one spelling.
 *
 * <p>No spaces; members in the order of their names' UTF-16 code units (§3.2.3), which is the order
 * of {@link String#compareTo}; in strings only {@code "}, {@code \} and control characters are
 * escaped, in the one way of §3.2.2.2; UTF-8. Numbers, arrays, booleans and null are not needed
 * here and are refused.
 */
public final class CanonicalJson {

  /** A JSON value: a string or an object. */
  public sealed interface Value {}

  /** A string. */
  public record Text(String text) implements Value {}

  /** An object; the map is sorted by {@link String#compareTo}. */
  public record Members(SortedMap<String, Value> members) implements Value {

    /** An object whose members are all strings. */
    public static Members ofTexts(Map<String, String> texts) {
      SortedMap<String, Value> members = new TreeMap<>();
      texts.forEach((name, text) -> members.put(name, new Text(text)));
      return new Members(members);
    }
  }

  private static final int MAX_DEPTH = 4;

  private final String object;
  private final String json;
  private int at;

  private CanonicalJson(String object, String json) {
    this.object = object;
    this.json = json;
  }

  /** The bytes of a value. */
  public static byte[] write(String object, Value value) {
    StringBuilder json = new StringBuilder();
    append(json, value);
    return StrictText.utf8(object, json.toString());
  }

  /**
   * The object that these bytes are the canonical JSON of.
   *
   * @param object what is being read, for the error line
   * @throws LogFormatException when they are not canonical JSON of an object of strings and objects
   */
  public static Members read(String object, byte[] bytes) {
    CanonicalJson reader = new CanonicalJson(object, StrictText.utf8(object, bytes));
    Members members = reader.members(0);
    if (reader.at != reader.json.length()) {
      throw reader.wrong("something after the end");
    }
    return members;
  }

  private Value value(int depth) {
    return peek() == '{' ? members(depth) : new Text(string());
  }

  private Members members(int depth) {
    if (depth == MAX_DEPTH) {
      throw wrong("more than " + MAX_DEPTH + " nested objects");
    }
    expect('{');
    SortedMap<String, Value> members = new TreeMap<>();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',');
      }
      String name = string();
      if (!members.isEmpty() && members.lastKey().compareTo(name) >= 0) {
        throw wrong("a member out of order or twice");
      }
      expect(':');
      members.put(name, value(depth + 1));
    }
    expect('}');
    return new Members(members);
  }

  private String string() {
    expect('"');
    int start = at;
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      char c = json.charAt(at++);
      if (c < ' ') {
        throw wrong("a bare control character");
      }
      text.append(c == '\\' ? escaped() : c);
    }
    StringBuilder spelling = new StringBuilder();
    escape(spelling, text);
    if (!json.regionMatches(start, spelling.toString(), 0, at - start)
        || spelling.length() != at - start) {
      throw wrong("a string with an escape that is not needed");
    }
    expect('"');
    return text.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\' -> c;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'u' -> {
        if (at + 4 > json.length()) {
          throw wrong("cut off");
        }
        at += 4;
        yield (char) StrictText.hex(object, json.substring(at - 2, at))[0];
      }
      default -> throw wrong("an escape that is not known");
    };
  }

  private char peek() {
    if (at >= json.length()) {
      throw wrong("cut off");
    }
    return json.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw wrong("expected " + wanted);
    }
    at++;
  }

  private LogFormatException wrong(String what) {
    return new LogFormatException(
        object + ": not canonical JSON, " + what + " at character " + at + " (RFC 8785 §3.2)");
  }

  private static void append(StringBuilder json, Value value) {
    switch (value) {
      case Text(String text) -> {
        json.append('"');
        escape(json, text);
        json.append('"');
      }
      case Members(SortedMap<String, Value> members) -> {
        json.append('{');
        String separator = "";
        for (Map.Entry<String, Value> member : members.entrySet()) {
          json.append(separator);
          append(json, new Text(member.getKey()));
          json.append(':');
          append(json, member.getValue());
          separator = ",";
        }
        json.append('}');
      }
    }
  }

  private static void escape(StringBuilder json, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (c < ' ') {
            json.append("\\u00").append(Character.forDigit(c >> 4, 16));
            json.append(Character.forDigit(c & 0xf, 16));
          } else {
            json.append(c);
          }
        }
      }
    }
  }
}
