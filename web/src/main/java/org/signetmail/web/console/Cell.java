package org.signetmail.web.console;

import java.time.Instant;
import java.util.Locale;
import org.signetmail.web.page.Words;

/**
 * One value on a page.
 *
 * @param href where it leads; empty for nowhere
 * @param shape a class of the style sheet for the mark before it; empty for none
 * @param form how it is set
 * @param key by which it is sorted
 */
public record Cell(String text, String href, String shape, Form form, String key) {
  /** How a value is set. */
  public enum Form {
    WORDS,
    CODE,
    NUMBER
  }

  static Cell of(Object text) {
    String words = String.valueOf(text);
    return new Cell(words, "", "", Form.WORDS, words.toLowerCase(Locale.ROOT));
  }

  static Cell code(Object text) {
    String code = String.valueOf(text);
    return new Cell(code, "", "", Form.CODE, code);
  }

  /**
   * @param number 0 or more
   */
  static Cell number(long number) {
    return new Cell(
        String.format(Locale.ROOT, "%,d", number),
        "",
        "",
        Form.NUMBER,
        String.format(Locale.ROOT, "%019d", number));
  }

  /** A day. */
  static Cell day(Instant at) {
    return new Cell(Words.day(at), "", "", Form.WORDS, at.toString());
  }

  /** A minute. */
  static Cell minute(Instant at) {
    return new Cell(Words.minute(at), "", "", Form.WORDS, at.toString());
  }

  Cell to(String target) {
    return new Cell(text, target, shape, form, key);
  }

  Cell marked(String mark) {
    return new Cell(text, href, mark, form, key);
  }

  public boolean isLink() {
    return !href.isEmpty();
  }

  public boolean isMarked() {
    return !shape.isEmpty();
  }

  public boolean isCode() {
    return form == Form.CODE;
  }

  public boolean isNumber() {
    return form == Form.NUMBER;
  }
}
