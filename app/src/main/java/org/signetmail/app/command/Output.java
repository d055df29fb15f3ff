package org.signetmail.app.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import picocli.CommandLine.Option;

/** Where a command's result goes: a file that appears only when it is whole, or standard output. */
final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Write the result here; standard output when left out.")
  private @Nullable Path file;

  /** Writes a result. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  boolean isFile() {
    return file != null;
  }

  /** The file, where one was named. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Runs the writer; a file is put in place only when it came to its end. */
  void write(Writer writer) throws IOException {
    if (file == null) {
      OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
      writer.writeTo(out);
      out.flush();
      return;
    }
    writeFile(file, writer);
  }

  /** As {@link #write}, into a file whose name is known. */
  static void writeFile(Path file, Writer writer) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.exists(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (Files.isDirectory(file)) {
      throw new Failure(ExitCode.UNREADABLE, file + ": is a folder; name a file in it");
    }
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
        writer.writeTo(out);
      }
      moveInPlace(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void moveInPlace(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
