package org.signetmail.app.command;

import static java.util.regex.Matcher.quoteReplacement;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Parameters;

/** The message that a command works on: a file, or standard input. */
final class Input {
  private static final long IN_MEMORY = 1 << 16; // octets; more is not read into memory at once

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IN.eml",
      description = "The message; standard input when left out or '-'.")
  private @Nullable Path file;

  /** What is done with a message. */
  interface Work<T> {
    T on(Octets message) throws IOException;
  }

  /**
   * Works on the whole input: in memory when small, spooled when large. What the library calls
   * "message" in an error has the name here that the person gave.
   */
  <T> T work(Spool spool, Work<T> work) throws IOException {
    return work(read(spool), work);
  }

  /** As {@link #work}; a large file is read where it is, for results that are no view of it. */
  <T> T workInPlace(Spool spool, Work<T> work) throws IOException {
    boolean isLarge = !isStandardInput() && size() > IN_MEMORY;
    return work(isLarge ? Octets.of(Objects.requireNonNull(file)) : read(spool), work);
  }

  private <T> T work(Octets input, Work<T> work) throws IOException {
    try (Octets message = input) {
      return work.on(message);
    } catch (MalformedMessage e) {
      String line = String.valueOf(e.getMessage());
      throw Failure.unreadable(line.replaceFirst("^message(?=: )", quoteReplacement(name())), e);
    }
  }

  /** Whether the person named one. */
  boolean isGiven() {
    return file != null;
  }

  /** What errors call it. */
  String name() {
    return isStandardInput() ? "standard input" : String.valueOf(file);
  }

  private long size() throws IOException {
    return file != null && Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  private Octets read(Spool spool) throws IOException {
    try (InputStream in = open()) {
      Octets octets = spool.keep(in);
      if (octets.size() == 0) {
        throw new Failure(
            ExitCode.UNREADABLE, name() + ": is empty; give a message (RFC 5322 §2.1)");
      }
      return octets;
    }
  }

  private boolean isStandardInput() {
    return file == null || file.toString().equals("-");
  }

  private InputStream open() throws IOException {
    if (file == null || isStandardInput()) {
      return new BufferedInputStream(System.in, 1 << 16);
    }
    return openFile(file, "a message");
  }

  /** Opens a file that must hold {@code what}. */
  static InputStream openFile(Path file, String what) throws IOException {
    if (Files.isDirectory(file)) {
      throw new Failure(
          ExitCode.UNREADABLE, file + ": is a folder, not " + what + "; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return Files.newInputStream(file);
  }

  /** All bytes of a small file that must hold {@code what}. */
  static byte[] smallFile(Path file, String what) throws IOException {
    final int limit = 16 << 20;
    try (InputStream in = openFile(file, what)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Failure(
            ExitCode.UNREADABLE, file + ": is larger than 16 MiB, which " + what + " never is");
      }
      if (bytes.length == 0) {
        throw new Failure(ExitCode.UNREADABLE, file + ": is empty; want " + what);
      }
      return bytes;
    }
  }

  /** TLS to servers under the roots in a file. */
  static SSLContext tlsUnder(Path roots) throws IOException {
    return TlsTrust.under(smallFile(roots, "a certificate"), roots.toString());
  }
}
