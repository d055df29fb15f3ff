package org.signetmail.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.command.Commands;
import org.signetmail.pkix.KeyFile;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Primitives;
import org.signetmail.store.StoreUnavailable;
import picocli.CommandLine;

/**
 * The {@code signet} command.
 *
 * <p>Everything that goes wrong ends here as one line on standard error and an exit code; a stack
 * trace is shown with {@code --debug} only.
 */
public final class Main {
  /** Stay, or do one thing thousands of times: for them native code is worth its start. */
  private static final Set<List<String>> LONG =
      Set.of(List.of("up"), List.of("officer", "replace"), List.of("archive", "import"));

  private Main() {}

  public static void main(String[] arguments) {
    // Whatever the locale says: our JSON is UTF-8 (RFC 8259 §8.1), and so is what people read.
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    chooseFor(Arrays.stream(arguments).filter(a -> !a.startsWith("-")).limit(2).toList());
    int status = run(arguments, System.err);
    System.out.flush();
    System.exit(status);
  }

  /** Runs one command in this process and returns its exit code. */
  public static int run(String[] arguments, PrintStream errors) {
    boolean debug = Arrays.asList(arguments).contains("--debug");
    CommandLine command = Commands.line(arguments);
    command.setParameterExceptionHandler((problem, given) -> {
      report(errors, problem.getCommandLine().getCommandName() + ": " + usage(problem));
      return ExitCode.USAGE.number();
    });
    command.setExecutionExceptionHandler((problem, line, result) -> {
      if (debug) {
        problem.printStackTrace(errors);
      }
      Failure failure = asFailure(problem, line.getCommandName());
      report(errors, String.valueOf(failure.getMessage()));
      return failure.code().number();
    });
    return command.execute(arguments);
  }

  private static void chooseFor(List<String> command) {
    if (LONG.stream()
        .anyMatch(one -> command.subList(0, Math.min(one.size(), command.size())).equals(one))) {
      Primitives.chooseFastest();
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static String usage(CommandLine.ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    List<String> unknown = command.getUnmatchedArguments();
    // A misspelt option explains why another is missing.
    boolean misspelt =
        problem instanceof CommandLine.MissingParameterException && !unknown.isEmpty();
    String what = misspelt ? "unknown option: " + unknown.getFirst() : problem.getMessage();
    return firstLine(what) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
  }

  /**
   * Every exception as what it means for a person; what nobody foresaw names itself as a defect.
   */
  static Failure asFailure(Throwable problem, String command) {
    return switch (problem) {
      case Failure failure -> failure;
      case MalformedMessage malformed ->
          Failure.unreadable(firstLine(malformed.getMessage()), malformed);
      case KeyFile.Unreadable unreadable ->
          Failure.unreadable(firstLine(unreadable.getMessage()), unreadable);
      case NoSuchFileException missing ->
          Failure.unreadable(missing.getFile() + ": no such file; check the name", missing);
      case NotDirectoryException file ->
          Failure.unreadable(file.getFile() + ": is not a folder; name one that is there", file);
      case AccessDeniedException denied ->
          Failure.unreadable(
              denied.getFile() + ": not allowed to read or write it; check its permissions",
              denied);
      case FileSystemException file ->
          Failure.unreadable(
              file.getFile() + ": " + reason(file.getReason()) + "; check the file and the disk",
              file);
      case IOException io -> Failure.unreadable(firstLine(io.getMessage()), io);
      case UncheckedIOException unchecked ->
          Failure.unreadable(firstLine(unchecked.getMessage()), unchecked);
      case StoreUnavailable store ->
          new Failure(ExitCode.UNREACHABLE, firstLine(store.getMessage()), store);
      case IllegalArgumentException argument ->
          new Failure(ExitCode.USAGE, firstLine(argument.getMessage()), argument);
      case OutOfMemoryError memory ->
          new Failure(
              ExitCode.FAILED,
              command + ": not enough memory; raise it with SIGNET_JAVA_OPTS=-Xmx…",
              memory);
      default ->
          new Failure(
              ExitCode.FAILED,
              command
                  + ": a defect in signet ("
                  + problem.getClass().getSimpleName()
                  + "); run it again with --debug and report what it prints",
              problem);
    };
  }

  private static void report(PrintStream errors, String line) {
    errors.println("signet: " + line);
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "cannot be used" : reason.toLowerCase(java.util.Locale.ROOT);
  }

  private static String firstLine(@Nullable String message) {
    return message == null
        ? "cannot be read"
        : message.lines().findFirst().orElse("cannot be read");
  }
}
