package org.signetmail.policy;

/** How much a rule wants a protection. */
enum Wish implements Word {
  NO("no"),
  IF_POSSIBLE("if-possible"),
  REQUIRED("required");

  private final String word;

  Wish(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException when it is no such word
   */
  static Wish of(String word) {
    return Word.of(word, values());
  }
}
