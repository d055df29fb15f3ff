package org.signetmail.app.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.signetmail.app.Terminal;
import org.signetmail.app.mail.Mbox;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Many messages, one after the other: the files of a folder or a Maildir, or those of one mbox (RFC
 * 4155). On a terminal there is a progress bar.
 */
final class Messages {
  private static final int DEPTH = 3; // a Maildir's folder, its cur, the files

  private final Path path;
  private final Spool spool;

  Messages(Path path, Spool spool) {
    this.path = path;
    this.spool = spool;
  }

  /** What is done with each. */
  interface Work {
    /**
     * @param name of the file, or of the mbox with the message's number; the octets are closed
     *     afterwards
     */
    void on(String name, Octets message) throws IOException;
  }

  /** How many there are; -1 when nobody knows before the end. */
  int count() throws IOException {
    return Files.isDirectory(path) ? files().size() : -1;
  }

  void each(String task, Work work) throws IOException {
    if (Files.isDirectory(path)) {
      eachFile(task, work);
    } else {
      eachOfMbox(task, work);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(path, DEPTH)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void eachFile(String task, Work work) throws IOException {
    List<Path> files = files();
    try (ProgressBar bar = progress(task, files.size())) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file);
            Octets message = spool.keep(in)) {
          work.on(file.toString(), message);
        }
        bar.step();
      }
    }
  }

  private void eachOfMbox(String task, Work work) throws IOException {
    try (InputStream in = new BufferedInputStream(Input.openFile(path, "an mbox"));
        ProgressBar bar = progress(task, -1)) {
      Mbox mbox = new Mbox(in, spool, Long.MAX_VALUE);
      for (var next = mbox.next(); next.isPresent(); next = mbox.next()) {
        try (Mbox.Message message = next.get()) {
          work.on(path + "#" + message.number(), message.octets().orElseThrow());
        }
        bar.step();
      }
    }
  }

  /**
   * @param count -1 when nobody knows
   */
  static ProgressBar progress(String task, int count) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(count)
            .setMaxRenderedLength(100)
            .setUpdateIntervalMillis(200);
    return Terminal.console().isPresent()
        ? bar.build()
        : bar.setConsumer(new DelegatingProgressBarConsumer(_ -> {})).build();
  }
}
