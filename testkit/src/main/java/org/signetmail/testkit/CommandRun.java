package org.signetmail.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * One run of a command inside this process, with standard streams of its own.
 *
 * <p>Commands run one at a time, because the standard streams belong to the whole process.
 *
 * @param status what the shell would be told
 * @param out standard output
 * @param errors standard error
 */
public record CommandRun(int status, byte[] out, String errors, Duration took) {

  /** Runs a command, which is given standard error, on these bytes of standard input. */
  public static CommandRun of(byte[] input, ToIntFunction<PrintStream> command) {
    synchronized (CommandRun.class) {
      InputStream standardInput = System.in;
      PrintStream standardOutput = System.out;
      PrintStream standardError = System.err;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      PrintStream errorStream = new PrintStream(errors, true, StandardCharsets.UTF_8);
      System.setIn(new ByteArrayInputStream(input));
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(errorStream);
      try {
        long start = System.nanoTime();
        int status = command.applyAsInt(errorStream);
        System.out.flush();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new CommandRun(
            status, out.toByteArray(), errors.toString(StandardCharsets.UTF_8), took);
      } finally {
        System.setIn(standardInput);
        System.setOut(standardOutput);
        System.setErr(standardError);
      }
    }
  }

  /** Standard output as text. */
  public String text() {
    return new String(out, StandardCharsets.UTF_8);
  }
}
