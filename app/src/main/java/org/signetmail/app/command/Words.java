package org.signetmail.app.command;

import java.util.Locale;

/** Constants as the words that commands take and print: {@code KEY_COMPROMISE}, key-compromise. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
