package org.signetmail.backup.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.backup.BackupBase;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.HomeFile;
import org.signetmail.backup.Progress;
import org.signetmail.backup.StoreSnapshot.Summary;
import org.signetmail.backup.internal.BackupFile.Trailer;
import org.signetmail.backup.internal.Index.Chunk;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.tlog.Hash;

/**
 * Writes one backup: every chunk that the chain does not have, then where all of them lie. Holds
 * the chunks' digests in memory, about 100 octets for each 64 kilobytes of the store, and some
 * segments.
 */
public final class BackupWriter {
  private final int number;
  private final Progress progress;
  private final MessageDigest sha256 = Digests.sha256();
  private final Map<Hash, Chunk> known = new HashMap<>();
  private final Map<String, List<Chunk>> entries = new LinkedHashMap<>();

  public BackupWriter(Optional<BackupBase> base, Progress progress) {
    this.number = base.map(b -> b.manifest().number() + 1).orElse(0);
    this.progress = progress;
    base.ifPresent(b ->
        b.index().entries().values().stream()
            .flatMap(List::stream)
            .forEach(chunk -> known.putIfAbsent(chunk.digest(), chunk)));
  }

  /** Writes all of it; what it gives is the base for the next. */
  public BackupBase write(
      BackupSources sources,
      Optional<BackupBase> base,
      List<Certificate> recipients,
      SigningIdentity signer,
      Instant at,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    out.write(BackupFile.MAGIC);
    Segments segments = new Segments(recipients, random, out);
    progress.begin("backup", -1);
    Summary summary = entry(Index.STORE, segments, sources.store()::write);
    for (HomeFile file : sources.files()) {
      entry(
          Index.HOME + file.name(),
          segments,
          into -> {
            try (InputStream in = file.content().open()) {
              return in.transferTo(into);
            }
          });
    }
    Index index = new Index(entries);
    segments.addIndex(index.encoded());
    BackupManifest manifest =
        new BackupManifest(
            sources.organization(),
            at,
            number,
            base.map(b -> new BackupManifest.Base(b.manifest().id(), b.manifest().tree())),
            segments.finish(),
            recipients.stream().map(Certificate::keyId).toList(),
            summary.tool(),
            summary.rows(),
            summary.digests(),
            summary.tree(),
            sources.checkpoint());
    byte[] encoded = manifest.encoded();
    byte[] signature =
        DetachedSignature.sign(new ByteArrayInputStream(encoded), signer, manifest.at());
    BackupFile.writeTrailer(new Trailer(encoded, signature), manifest.body().sha256(), out);
    return new BackupBase(manifest, index);
  }

  /** Writes the octets of an entry. */
  @FunctionalInterface
  private interface Source<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  private <T> T entry(String name, Segments segments, Source<T> source) throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    Chunker chunker =
        new Chunker((octets, length) -> {
          sha256.update(octets, 0, length);
          Hash digest = Hash.of(sha256.digest());
          Chunk chunk = known.get(digest);
          if (chunk == null) {
            Segments.Place place = segments.add(octets, length);
            chunk = new Chunk(digest, length, number, place.segment(), place.offset());
            known.put(digest, chunk);
          }
          chunks.add(chunk);
          progress.done(length);
        });
    T result = source.writeTo(chunker);
    chunker.end();
    entries.put(name, chunks);
    return result;
  }
}
