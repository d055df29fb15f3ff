package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.signetmail.app.Failure;
import org.signetmail.smime.MessagePassword;
import picocli.CommandLine.Option;

/**
 * Passwords that open a message (RFC 5652 §6.2.4), as opposed to the one that opens the person's
 * own key.
 */
final class MessagePasswords {
  @Option(
      names = "--with-password",
      paramLabel = "FILE",
      description =
          "The first line of this file is a password that opens the message; '-' asks for it on"
              + " the terminal. May be repeated.")
  private List<String> files = new ArrayList<>();

  boolean isEmpty() {
    return files.isEmpty();
  }

  List<MessagePassword> toOpen() throws IOException {
    List<MessagePassword> all = new ArrayList<>();
    for (String file : files) {
      all.add(password(file.equals("-") ? Password.typed("the message") : line(file)));
    }
    return all;
  }

  /** What is typed is asked for twice: nobody could open the message after a slip. */
  List<MessagePassword> toMake() throws IOException {
    List<MessagePassword> all = new ArrayList<>();
    for (String file : files) {
      char[] given = file.equals("-") ? Password.typed("the message") : line(file);
      if (file.equals("-") && !Arrays.equals(given, Password.typed("the message, again"))) {
        throw Failure.usage("--with-password: the two are not the same; type it again");
      }
      all.add(password(given));
    }
    return all;
  }

  private static char[] line(String file) throws IOException {
    return Password.firstLine(Input.smallFile(Path.of(file), "a password"));
  }

  static MessagePassword password(char[] given) {
    try {
      return MessagePassword.of(given);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(given, '\0');
    }
  }
}
