package org.signetmail.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the tests' own, from the machine's packages: a free port on loopback, a
 * temporary folder, a password nobody else knows. Nothing is synced to the disk: tests kill
 * processes, which the system's cache survives, and never the machine.
 *
 * <p>One server serves all tests of a JVM, a fresh database each; it ends with the JVM. When the
 * machine has no PostgreSQL the test is skipped with a word on standard error, and fails where
 * {@code CI=true}. Safe for use by many threads.
 */
public final class PostgresServer {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  static final String USER = "signet";

  private static @Nullable PostgresServer shared;

  private final Path binaries;
  private final Path folder;
  private final String password;
  private final int port;
  private final Process process;

  private PostgresServer(Path binaries) throws IOException {
    this.binaries = binaries;
    this.folder = Files.createTempDirectory("signet-postgresql-");
    this.password = UUID.randomUUID().toString();
    makeCluster();
    this.port = freePort();
    this.process = serve(folder, port, "-c", "max_connections=60");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-postgresql"));
    awaitReady();
  }

  /** The server of this JVM, started by the first who asks. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      Optional<Path> binaries = binaries();
      if (binaries.isEmpty()) {
        throw skipped();
      }
      try {
        shared = new PostgresServer(binaries.get());
      } catch (IOException e) {
        throw new IllegalStateException("postgresql: cannot be started for tests: " + e, e);
      }
    }
    return shared;
  }

  /** A fresh, empty database in UTF-8: its JDBC URL, user and password included. */
  public String freshDatabase() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try {
      finish(
          start("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER, name),
          "createdb");
    } catch (IOException e) {
      throw new IllegalStateException("postgresql: no fresh database: " + e.getMessage(), e);
    }
    return url(name);
  }

  /** The JDBC URL of a database of this server, whether it exists or not. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?user="
        + USER
        + "&password="
        + password;
  }

  /**
   * A server that follows this one (streaming replication), with all its databases; a new one each
   * time.
   */
  public PostgresReplica replica() {
    try {
      return new PostgresReplica(this);
    } catch (IOException e) {
      throw new IllegalStateException("postgresql: no replica: " + e.getMessage(), e);
    }
  }

  int port() {
    return port;
  }

  private void stop() {
    stop(process, folder);
  }

  /** Stops a server at once, as a crash would; it is not started again. */
  static void stop(Process process, Path folder) {
    // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint of databases that go away with it.
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      delete(folder);
    } catch (IOException e) {
      System.err.println("postgresql: " + folder + " is left behind: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException skipped() {
    String what = "postgresql: not installed, its tests cannot run; apt-get install postgresql";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what);
    }
    System.err.println(what + " (skipped)");
    return Assumptions.abort(what);
  }

  /** The newest version that is installed. */
  private static Optional<Path> binaries() {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(DEBIAN, "[0-9]*")) {
      List<Path> found = new ArrayList<>();
      for (Path version : versions) {
        if (Files.isExecutable(version.resolve("bin/initdb"))) {
          found.add(version);
        }
      }
      return found.stream()
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      throw new IllegalStateException("postgresql: cannot look into " + DEBIAN, e);
    }
  }

  private void makeCluster() throws IOException {
    Path secret = Files.writeString(folder.resolve("password"), password);
    give(folder);
    finish(
        start(
            "initdb",
            "-D",
            folder.resolve("data").toString(),
            "-U",
            USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--pwfile=" + secret,
            "--no-sync"),
        "initdb");
  }

  /** Makes a folder the server's own. */
  static void give(Path folder) throws IOException {
    if (isRoot()) {
      finish(
          new ProcessBuilder("chown", "-R", unprivileged(), folder.toString())
              .redirectErrorStream(true)
              .start(),
          "chown");
    }
  }

  /** Starts a server over the cluster in a folder, on loopback. */
  Process serve(Path folder, int port, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-D", folder.resolve("data").toString(), "-p", "" + port));
    for (String setting :
        List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")) {
      arguments.addAll(List.of("-c", setting));
    }
    arguments.addAll(List.of(more));
    return startIn(folder, "postgres", arguments.toArray(String[]::new));
  }

  private Process start(String program, String... arguments) throws IOException {
    return startIn(folder, program, arguments);
  }

  /** PostgreSQL does not run as root; where the tests do, it runs as the packages' own user. */
  Process startIn(Path folder, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      String[] user = unprivileged().split(":");
      command.addAll(
          List.of("setpriv", "--reuid=" + user[0], "--regid=" + user[1], "--clear-groups"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("PGPASSWORD", password);
    if (program.equals("postgres")) {
      builder.redirectOutput(folder.resolve("log").toFile());
    }
    return builder.start();
  }

  static void finish(Process process, String name) throws IOException {
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(name + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " was interrupted", e);
    }
  }

  private void awaitReady() throws IOException {
    awaitReady(process, port, folder);
  }

  void awaitReady(Process process, int port, Path folder) throws IOException {
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        finish(
            start("psql", "-h", "127.0.0.1", "-p", "" + port, "-U", USER, "-c", "", "postgres"),
            "psql");
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException(
        "it does not come up; it said: " + Files.readString(folder.resolve("log")).strip());
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL starts", e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** {@code uid:gid} of the packages' own user, else of nobody. */
  private static String unprivileged() throws IOException {
    List<String> users = Files.readAllLines(Path.of("/etc/passwd"));
    return Stream.of("postgres:", "nobody:")
        .flatMap(name -> users.stream().filter(user -> user.startsWith(name)))
        .map(user -> user.split(":"))
        .map(fields -> fields[2] + ":" + fields[3])
        .findFirst()
        .orElseThrow(() -> new IOException("no user postgres or nobody to run PostgreSQL as"));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
