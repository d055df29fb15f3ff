package org.signetmail.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.app.Terminal;
import picocli.CommandLine.Option;

/**
 * Where a secret comes from: {@code --password-file}, the environment variable {@code
 * SIGNET_PASSWORD}, or a prompt on a terminal. Never the command line, which every other user of
 * the machine can read.
 */
final class Password {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "The first line of this file opens the key, or the message where no key is given; else"
              + " SIGNET_PASSWORD, else a prompt.")
  private @Nullable Path file;

  /** The first line of this file, where one is named. */
  static Password of(@Nullable Path file) {
    Password password = new Password();
    password.file = file;
    return password;
  }

  /** Whether a file is named. */
  boolean isFile() {
    return file != null;
  }

  /** The password that was given without asking a person, if there is one. */
  Optional<char[]> given() throws IOException {
    if (file != null) {
      return Optional.of(firstLine(Input.smallFile(file, "a password")));
    }
    return Optional.ofNullable(System.getenv("SIGNET_PASSWORD")).map(String::toCharArray);
  }

  /** The password given, or asked for on the terminal. */
  char[] obtain(String what) throws IOException {
    Optional<char[]> given = given();
    if (given.isPresent()) {
      return given.get();
    }
    return typed(what);
  }

  /** What a person types on the terminal, unseen. */
  static char[] typed(String what) {
    Console console =
        Terminal.console()
            .orElseThrow(() ->
                Failure.usage(
                    what
                        + ": needs a password; give --password-file FILE or set"
                        + " SIGNET_PASSWORD"));
    char[] typed = console.readPassword("password for %s: ", what);
    if (typed == null) {
      throw Failure.usage(what + ": no password was typed");
    }
    return typed;
  }

  static char[] firstLine(byte[] bytes) {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    char[] line = new char[end];
    text.get(line);
    Arrays.fill(bytes, (byte) 0);
    return line;
  }
}
