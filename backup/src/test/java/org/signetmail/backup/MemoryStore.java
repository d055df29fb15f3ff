package org.signetmail.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;

/** A store whose whole content is some octets, and whose log is as long as they are. */
class MemoryStore implements StoreSnapshot {
  LogEntry mark = LogEntry.of(EntryType.BACKUP_RESTORED, Instant.EPOCH);
  private byte[] content;

  MemoryStore() {
    this(new byte[0]);
  }

  MemoryStore(byte[] content) {
    this.content = content;
  }

  String text() {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  @Override
  public Summary write(OutputStream out) throws IOException {
    out.write(content);
    return look();
  }

  @Override
  public Summary look() {
    return new Summary(
        new TreeMap<>(Map.of("archived_key", 12L, "person", 3L)),
        new TreeMap<>(Map.of("archived_key", Hash.sha256(content).hex())),
        new TreeHead(content.length, Hash.sha256(content)),
        Optional.empty());
  }

  @Override
  public void restore(InputStream in, LogEntry last) throws IOException {
    if (content.length > 0) {
      throw new NotRestorable("store: is not empty; restore into an empty one");
    }
    content = in.readAllBytes();
    mark = last;
  }
}
