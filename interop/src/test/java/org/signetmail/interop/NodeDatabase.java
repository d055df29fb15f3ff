package org.signetmail.interop;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.signetmail.testkit.Fixtures;

/** PostgreSQL on a host of its own, which dies and comes again. */
final class NodeDatabase implements AutoCloseable {
  private static final String USER = "signet";
  private static final String PASSWORD = "on-a-bridge-of-our-own";

  private final NodeNetwork.Host host;
  private final Path folder;
  private final Path binaries;
  private @Nullable Process process;

  NodeDatabase(NodeNetwork.Host host, Path folder) throws IOException, InterruptedException {
    this.host = host;
    this.folder = Files.createDirectories(folder);
    this.binaries = binaries();
    Files.writeString(folder.resolve("pw"), PASSWORD);
    Tool.run("chown", "-R", "postgres", folder.toString()).succeeded();
    openTo(folder);
    asPostgres(
        "initdb",
        "-D",
        folder.resolve("data").toString(),
        "-U",
        USER,
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--auth=scram-sha-256",
        "--pwfile=" + folder.resolve("pw"),
        "--no-sync");
    Files.writeString(
        folder.resolve("data/pg_hba.conf"), "host all all 198.18.0.0/15 scram-sha-256\n");
    start();
    Tool.run(
            "env",
            "PGPASSWORD=" + PASSWORD,
            binaries.resolve("createdb").toString(),
            "-h",
            host.ip(),
            "-U",
            USER,
            "signet")
        .succeeded();
  }

  String url() {
    return "jdbc:postgresql://%s:5432/signet?user=%s&password=%s"
        .formatted(host.ip(), USER, PASSWORD);
  }

  NodeNetwork.Host host() {
    return host;
  }

  void start() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(setpriv());
    words.addAll(
        List.of(
            binaries.resolve("postgres").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-c",
            "listen_addresses=" + host.ip(),
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=100"));
    process =
        new ProcessBuilder(host.command(words))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    for (int i = 0; i < 300; i++) {
      if (Tool.run(binaries.resolve("pg_isready").toString(), "-h", host.ip()).status() == 0) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("postgresql: " + Files.readString(folder.resolve("log")));
  }

  /** SIGQUIT: no farewell to anybody, as in a crash. */
  void kill() throws InterruptedException, IOException {
    Process running = process;
    if (running != null) {
      Tool.run("kill", "-QUIT", Long.toString(running.pid()));
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
      process = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void asPostgres(String program, String... arguments) {
    List<String> command = new ArrayList<>(setpriv());
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    Tool.run(command).succeeded();
  }

  private static List<String> setpriv() {
    return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
  }

  /** PostgreSQL's own user gets as far as its folder. */
  private static void openTo(Path folder) {
    Path whole = folder.toAbsolutePath();
    for (int names = whole.getNameCount(); names > 1; names--) {
      Tool.run("chmod", "a+x", "/" + whole.subpath(0, names));
    }
  }

  private static Path binaries() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(all, "[0-9]*")) {
        return StreamSupport.stream(versions.spliterator(), false)
            .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
            .orElseThrow()
            .resolve("bin");
      }
    }
    throw Fixtures.absent("postgresql", "apt-get install postgresql");
  }
}
