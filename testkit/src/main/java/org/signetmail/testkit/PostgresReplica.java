package org.signetmail.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that follows a {@link PostgresServer}, made by {@code pg_basebackup}; what is read there
 * is what was written at the other a moment ago. Used by one test at a time.
 */
public final class PostgresReplica implements AutoCloseable {
  private final PostgresServer primary;
  private final Path folder;
  private final int port;
  private final Process process;

  PostgresReplica(PostgresServer primary) throws IOException {
    this.primary = primary;
    this.folder = Files.createTempDirectory("signet-postgresql-replica-");
    PostgresServer.give(folder);
    PostgresServer.finish(
        primary.startIn(
            folder,
            "pg_basebackup",
            "--host=127.0.0.1",
            "--port=" + primary.port(),
            "--username=" + PostgresServer.USER,
            "--pgdata=" + folder.resolve("data"),
            "--wal-method=stream",
            "--checkpoint=fast",
            "--write-recovery-conf",
            "--no-sync"),
        "pg_basebackup");
    this.port = PostgresServer.freePort();
    this.process = primary.serve(folder, port);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-postgresql-replica"));
    primary.awaitReady(process, port, folder);
  }

  /** The address here of a database that the other server has, given as its address there. */
  public String url(String there) {
    return there.replace(":" + primary.port() + "/", ":" + port + "/");
  }

  /** It goes on to answer, and takes over nothing more. */
  public void fallBehind() {
    say("SELECT pg_wal_replay_pause()");
  }

  /** It takes over everything again. */
  public void catchUp() {
    say("SELECT pg_wal_replay_resume()");
  }

  /** Nobody hears of it any more, and nobody hears that it is gone. */
  public void cutOff() {
    signal("-STOP");
  }

  /** It is there again. */
  public void join() {
    signal("-CONT");
  }

  private void say(String sql) {
    try {
      PostgresServer.finish(
          primary.startIn(
              folder,
              "psql",
              "--host=127.0.0.1",
              "--port=" + port,
              "--username=" + PostgresServer.USER,
              "--command=" + sql,
              "postgres"),
          "psql");
    } catch (IOException e) {
      throw new IllegalStateException("replica: " + e.getMessage(), e);
    }
  }

  /** To the server and each of its processes. */
  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(one -> command.add(Long.toString(one.pid())));
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("kill: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    if (process.isAlive()) {
      join();
      PostgresServer.stop(process, folder);
    }
  }
}
