package org.signetmail.store.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.StoreUrl;

/**
 * One of PostgreSQL's own programs, run against a database as this store connects to it. Host, user
 * and password go in by the environment (libpq, "Environment Variables"), never by the command
 * line.
 *
 * @param version as the program says it, such as {@code 17.6}
 */
record PostgresqlProgram(Path file, String name, String version) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern VERSION =
      Pattern.compile("\\(PostgreSQL\\) (([0-9]+)[0-9A-Za-z.]*)");
  private static final int MOST_SAID = 1 << 16;

  /** How the JDBC parameters that both sides have are called by libpq. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "PGHOST", "PGHOST",
          "PGPORT", "PGPORT",
          "PGDBNAME", "PGDATABASE",
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "sslcert", "PGSSLCERT",
          "options", "PGOPTIONS");

  /**
   * Finds a program.
   *
   * @param major the version of PostgreSQL that it must understand
   * @throws IOException when there is none, or only an older one
   */
  static PostgresqlProgram find(String name, int major, PostgresqlTools tools) throws IOException {
    PostgresqlProgram older = null;
    for (Path file : places(name, major, tools)) {
      if (Files.isExecutable(file)) {
        PostgresqlProgram program = new PostgresqlProgram(file, name, version(file));
        if (program.major() >= major) {
          return program;
        }
        older = program;
      }
    }
    throw new IOException(
        older == null
            ? name
                + ": is not here; install postgresql-client-"
                + major
                + ", or name its folder in backup: postgresql-tools:"
            : older.file()
                + ": is of version "
                + older.version()
                + ", the database is of "
                + major
                + " (PostgreSQL, pg_dump, Notes); install postgresql-client-"
                + major
                + ", or name its folder in backup: postgresql-tools:");
  }

  int major() {
    return Integer.parseInt(version.split("[^0-9]", 2)[0]);
  }

  /** The program and its version, as a manifest has it. */
  String title() {
    return name + " " + version;
  }

  /** Runs it, and gives on what it writes. */
  void read(StoreUrl.Postgresql url, List<String> arguments, OutputStream out) throws IOException {
    run(
        url,
        arguments,
        process -> {
          process.getOutputStream().close();
          process.getInputStream().transferTo(out);
        });
  }

  /** Runs it on what it is given. */
  void feed(StoreUrl.Postgresql url, List<String> arguments, InputStream in) throws IOException {
    run(
        url,
        arguments,
        process -> {
          OutputStream into = process.getOutputStream();
          in.transferTo(new Feeding(into));
          try {
            into.close();
          } catch (IOException e) {
            throw new ProgramEnded(e);
          }
          process.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
  }

  /** Speaks with the process while it runs. */
  @FunctionalInterface
  private interface Speaker {
    void speak(Process process) throws IOException;
  }

  private void run(StoreUrl.Postgresql url, List<String> arguments, Speaker speaker)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    connect(builder.environment(), url);
    Process process = builder.start();
    try {
      CompletableFuture<String> said = said(process.getErrorStream());
      IOException broken = null;
      try {
        speaker.speak(process);
      } catch (ProgramEnded e) {
        broken = e; // why it ended, it says itself
      }
      int status = process.waitFor();
      if (status != 0 || broken != null) {
        throw new IOException(name + ": " + firstLine(said.join(), status), broken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name + ": was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void connect(Map<String, String> environment, StoreUrl.Postgresql url) {
    for (DriverPropertyInfo parsed : parameters(url)) {
      String libpq = PARAMETERS.get(parsed.name);
      if (libpq != null && parsed.value != null) {
        environment.put(libpq, parsed.value);
      }
    }
    url.user().ifPresent(user -> environment.put("PGUSER", user));
    url.password().ifPresent(password -> environment.put("PGPASSWORD", password));
    environment.put("PGAPPNAME", "signet");
    environment.put("PGCLIENTENCODING", "UTF8");
    environment.put("LC_MESSAGES", "C");
  }

  private static DriverPropertyInfo[] parameters(StoreUrl.Postgresql url) {
    try {
      return DriverManager.getDriver(url.url()).getPropertyInfo(url.url(), new Properties());
    } catch (SQLException e) {
      throw new IllegalArgumentException("store " + url + ": is no URL of PostgreSQL", e);
    }
  }

  private static CompletableFuture<String> said(InputStream errors) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (errors) {
            String said = new String(errors.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
            errors.transferTo(OutputStream.nullOutputStream());
            return said;
          } catch (IOException e) {
            return "";
          }
        },
        task -> Thread.ofVirtual().name("postgresql-program").start(task));
  }

  private String firstLine(String said, int status) {
    return said.lines()
        .map(line -> line.replaceFirst("^" + name + ": (error: )?", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("ended with " + status + " and no word");
  }

  private static List<Path> places(String name, int major, PostgresqlTools tools) {
    List<Path> places = new ArrayList<>();
    tools.folder().ifPresent(folder -> places.add(folder.resolve(name)));
    places.add(DEBIAN.resolve(Integer.toString(major)).resolve("bin").resolve(name));
    String path = System.getenv("PATH");
    if (path != null) {
      Stream.of(path.split(java.io.File.pathSeparator))
          .filter(folder -> !folder.isEmpty())
          .forEach(folder -> places.add(Path.of(folder).resolve(name)));
    }
    return places;
  }

  private static String version(Path file) throws IOException {
    Process process =
        new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readNBytes(MOST_SAID), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (process.waitFor() != 0 || !version.find()) {
        throw new IOException(
            file + ": does not say its version; name another folder in backup: postgresql-tools:");
      }
      return version.group(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(file + ": was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  /** The program went away while it was fed. */
  private static final class ProgramEnded extends IOException {
    private static final long serialVersionUID = 1L;

    ProgramEnded(IOException cause) {
      super("it ended before it had read all", cause);
    }
  }

  /** Tells a program that does not read any more from a source that cannot be read. */
  private static final class Feeding extends OutputStream {
    private final OutputStream into;

    Feeding(OutputStream into) {
      this.into = into;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      try {
        into.write(octets, offset, length);
      } catch (IOException e) {
        throw new ProgramEnded(e);
      }
    }
  }
}
