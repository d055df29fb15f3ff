package org.signetmail.web.console;

/**
 * One value on a page.
 *
 * @param href where it leads; empty for nowhere
 * @param shape a class of the style sheet for the mark before it; empty for none
 * @param form how it is set
 */
public record Cell(String text, String href, String shape, Form form) {
  /** How a value is set. */
  public enum Form {
    WORDS,
    CODE,
    NUMBER
  }

  static Cell of(Object text) {
    return new Cell(String.valueOf(text), "", "", Form.WORDS);
  }

  static Cell code(Object text) {
    return new Cell(String.valueOf(text), "", "", Form.CODE);
  }

  static Cell number(long number) {
    return new Cell(String.format(java.util.Locale.ROOT, "%,d", number), "", "", Form.NUMBER);
  }

  Cell to(String target) {
    return new Cell(text, target, shape, form);
  }

  Cell marked(String mark) {
    return new Cell(text, href, mark, form);
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
