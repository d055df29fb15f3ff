package org.signetmail.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.signetmail.testkit.CommandRun;

/** One run of {@code signet demo}, whose folder several tests look into. */
final class TheDemo {
  private static final Path FOLDER = tell();

  private TheDemo() {}

  static Path folder() {
    return FOLDER;
  }

  private static Path tell() {
    Path folder = Scratch.folder("demo");
    CommandRun demo = Product.run("demo", "--once", "--home", folder.toString());
    if (demo.status() != 0) {
      throw new AssertionError(demo.text() + demo.errors());
    }
    try {
      Files.writeString(
          folder.resolve("home/signet.yaml"),
          """
          clients:
            imap: mail.example.test:993
            submission: mail.example.test:587
          """,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
