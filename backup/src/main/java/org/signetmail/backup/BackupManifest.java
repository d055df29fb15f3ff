package org.signetmail.backup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.DocumentText;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogFormatException;

/**
 * What a backup says of itself to everybody, under the signature of who made it; the names and
 * digests of files are inside the sealed body only.
 *
 * <pre>{@code
 * signet backup manifest 2
 * organization: Example Corp
 * at: 2026-11-23T12:00:00Z
 * number: 1                    its place in the chain; a full backup is 0
 * base: 5e88… 4711 qvM…        only in an incremental one: the backup it builds on, and its tree
 * body-octets: 81234
 * body-sha256: 9f86…
 * segments: 3 2                how many there are in the body, and the first of the index
 * recipient: 03ab…             the keys that open it; one line a key
 * copied-by: pg_dump 17.6      only where the database's own program made the copy of the store
 * rows: archived_key 12 a94b…  one line a table; for those that the log knows, which rows
 * tree: 4812 qvM…              the log in it: size and root (RFC 9162 §2.1)
 * checkpoint: ZXhhbX…          the log's checkpoint note of just before, in base64
 * }</pre>
 *
 * @param number how many backups of the chain come before it
 * @param base empty exactly in a full one
 * @param tool the program of the database's own that made the copy of the store
 * @param rows how many, by table
 * @param digests which, by table ({@link TableDigest}); empty in backups of before there were any
 */
public record BackupManifest(
    String organization,
    Instant at,
    int number,
    Optional<Base> base,
    Body body,
    List<KeyId> recipients,
    Optional<String> tool,
    SortedMap<String, Long> rows,
    SortedMap<String, String> digests,
    TreeHead tree,
    String checkpoint) {
  /** The longest chain: every link is needed to restore, and a long one is slow to open. */
  public static final int LONGEST_CHAIN = 1000;

  private static final String TITLE = "signet backup manifest 2";

  /**
   * The backup that an incremental one builds on.
   *
   * @param id its {@link BackupManifest#id}
   */
  public record Base(String id, TreeHead tree) {}

  /**
   * The sealed body.
   *
   * @param sha256 of it, in hexadecimal
   * @param index the first segment that holds the index
   */
  public record Body(long octets, String sha256, int segments, int index) {}

  public BackupManifest {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    recipients = List.copyOf(recipients);
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /** Names this backup, and all that it says: SHA-256 of what is signed, in hexadecimal. */
  public String id() {
    return Hash.sha256(encoded()).hex();
  }

  public boolean isFull() {
    return base.isEmpty();
  }

  /** {@code full} or {@code incremental}. */
  public String kind() {
    return isFull() ? "full" : "incremental";
  }

  /** The octets that are signed. */
  public byte[] encoded() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE)
            .add("organization", organization)
            .add("at", at)
            .add("number", Integer.toString(number));
    base.ifPresent(b -> out.add("base", b.id() + " " + b.tree()));
    out.add("body-octets", Long.toString(body.octets()))
        .add("body-sha256", body.sha256())
        .add("segments", body.segments() + " " + body.index());
    recipients.forEach(key -> out.add("recipient", key.hex()));
    tool.ifPresent(by -> out.add("copied-by", by));
    rows.forEach((table, number) -> {
      String digest = digests.get(table);
      out.add("rows", table + " " + number + (digest == null ? "" : " " + digest));
    });
    return out.add("tree", tree.toString())
        .add("checkpoint", checkpoint.getBytes(StandardCharsets.UTF_8))
        .octets();
  }

  public static BackupManifest of(byte[] encoded) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, encoded);
    String organization = in.take("organization");
    Instant at = in.takeTime("at");
    int number = in.number(in.take("number"));
    Optional<Base> base = Optional.empty();
    if (number > 0) {
      String[] words = words(in.take("base"), 3);
      base = Optional.of(new Base(hash(words[0]).hex(), tree(in, words[1], words[2])));
    }
    long octets = in.longNumber(in.take("body-octets"));
    String digest = hash(in.take("body-sha256")).hex();
    String[] segments = words(in.take("segments"), 2);
    Body body = new Body(octets, digest, in.number(segments[0]), in.number(segments[1]));
    List<KeyId> recipients = new ArrayList<>();
    for (String key : in.takeAll("recipient")) {
      recipients.add(in.key(key));
    }
    Optional<String> tool = in.takeAll("copied-by", 1).stream().findFirst();
    SortedMap<String, Long> rows = new TreeMap<>();
    SortedMap<String, String> digests = new TreeMap<>();
    for (String line : in.takeAll("rows")) {
      boolean hasDigest = line.chars().filter(c -> c == ' ').count() == 2;
      String[] words = words(line, hasDigest ? 3 : 2);
      rows.put(words[0], in.longNumber(words[1]));
      if (hasDigest) {
        digests.put(words[0], hash(words[2]).hex());
      }
    }
    String[] tree = words(in.take("tree"), 2);
    TreeHead head = tree(in, tree[0], tree[1]);
    String checkpoint = new String(in.takeOctets("checkpoint"), StandardCharsets.UTF_8);
    in.end();
    BackupManifest manifest =
        new BackupManifest(
            organization,
            at,
            number,
            base,
            body,
            recipients,
            tool,
            rows,
            digests,
            head,
            checkpoint);
    if (tool.filter(String::isEmpty).isPresent() || !Arrays.equals(manifest.encoded(), encoded)) {
      throw malformed("it is not in its one form", null);
    }
    return manifest;
  }

  private static String[] words(String line, int count) throws MalformedDocument {
    String[] words = line.split(" ", -1);
    if (words.length != count) {
      throw malformed("a line has not " + count + " words", null);
    }
    return words;
  }

  private static TreeHead tree(DocumentText.Reader in, String size, String root)
      throws MalformedDocument {
    try {
      return new TreeHead(in.longNumber(size), Hash.ofBase64(root));
    } catch (LogFormatException e) {
      throw malformed("the root of a tree is no hash", e);
    }
  }

  private static Hash hash(String hex) throws MalformedDocument {
    try {
      return Hash.ofHex(hex);
    } catch (LogFormatException e) {
      throw malformed("a digest is no hash", e);
    }
  }

  private static MalformedDocument malformed(String what, @Nullable Exception e) {
    String line = TITLE + ": " + what + "; give the file as it was made";
    return e == null ? new MalformedDocument(line) : new MalformedDocument(line, e);
  }
}
