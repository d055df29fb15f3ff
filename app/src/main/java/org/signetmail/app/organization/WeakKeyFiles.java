package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.pkix.KnownWeakKeys;

/** The lists of weak keys that {@code enrolment.weak-keys} names, mapped into memory. */
final class WeakKeyFiles {
  private WeakKeyFiles() {}

  /**
   * @throws Failure in one line, when a list cannot be used: a system that was told to refuse keys
   *     does not come up without knowing them
   */
  static KnownWeakKeys read(List<String> files, Home home) {
    KnownWeakKeys known = KnownWeakKeys.NONE;
    for (String name : files) {
      Path file = home.folder().resolve(name);
      try (FileChannel channel = FileChannel.open(file)) {
        known =
            known.and(
                channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), file.toString());
      } catch (java.nio.file.NoSuchFileException e) {
        throw new Failure(
            ExitCode.USAGE,
            file + ": is not there; enrolment.weak-keys in signet.yaml names it",
            e);
      } catch (IOException e) {
        throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
      }
    }
    return known;
  }
}
