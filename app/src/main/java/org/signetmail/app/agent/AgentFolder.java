package org.signetmail.app.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.gateway.DeliveryJournal;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/**
 * What an agent keeps on a person's machine, readable by that person only. One agent has it at a
 * time.
 *
 * <pre>
 * lock               held by the agent that runs
 * trace.key          by which the agent knows its own mail again
 * journal.db         what the submission server took of mail that was split
 * next-….pem         a key that waits for its certificate, encrypted
 * </pre>
 */
public final class AgentFolder implements Closeable {
  private static final int TRACE_KEY = 32; // octets

  private final Path place;
  private final FileChannel lock;
  private final Store store;
  private final byte[] traceKey;

  private AgentFolder(Path place, FileChannel lock, Store store, byte[] traceKey) {
    this.place = place;
    this.lock = lock;
    this.store = store;
    this.traceKey = traceKey;
  }

  /**
   * Takes the folder, and makes it where there is none.
   *
   * @throws Failure in one line, when another agent has it
   */
  public static AgentFolder take(Path folder, SecureRandom random) throws IOException {
    PrivateFiles.createFolder(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!locked(lock)) {
        throw new Failure(
            ExitCode.FAILED,
            folder + ": another agent is at work there; stop it, or give another --folder");
      }
      byte[] traceKey = traceKey(folder.resolve("trace.key"), random);
      return new AgentFolder(
          folder, lock, Store.open(new StoreUrl.Sqlite(folder.resolve("journal.db"))), traceKey);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  private static byte[] traceKey(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] fresh = new byte[TRACE_KEY];
      random.nextBytes(fresh);
      PrivateFiles.write(file, fresh);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != TRACE_KEY) {
      throw new Failure(
          ExitCode.UNREADABLE, file + ": is no trace key; remove it, and another one is made");
    }
    return key;
  }

  Path place() {
    return place;
  }

  DeliveryJournal journal() {
    return store.journal();
  }

  byte[] traceKey() {
    return traceKey.clone();
  }

  @Override
  public void close() throws IOException {
    store.close();
    lock.close();
  }
}
