package org.signetmail.backup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.archive.DocumentText;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.KeyId;

/**
 * What a backup says of itself to everybody, under the signature of who made it; the names and
 * digests of files are inside the sealed body only.
 *
 * <pre>{@code
 * signet backup manifest 1
 * organization: Example Corp
 * at: 2026-11-23T12:00:00Z
 * body-octets: 81234
 * body-sha256: 9f86…
 * recipient: 03ab…             the keys that open it; one line a key
 * count: archived-keys 12      one line a kind
 * checkpoint: ZXhhbX…          the log's checkpoint note, in base64
 * }</pre>
 *
 * @param bodyOctets length of the sealed body
 * @param bodyDigest SHA-256 of the sealed body, in hexadecimal
 */
public record BackupManifest(
    String organization,
    Instant at,
    long bodyOctets,
    String bodyDigest,
    List<KeyId> recipients,
    SortedMap<String, Long> counts,
    String checkpoint) {
  private static final String TITLE = "signet backup manifest 1";

  public BackupManifest {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    recipients = List.copyOf(recipients);
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** The octets that are signed. */
  public byte[] encoded() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE)
            .add("organization", organization)
            .add("at", at)
            .add("body-octets", Long.toString(bodyOctets))
            .add("body-sha256", bodyDigest);
    recipients.forEach(key -> out.add("recipient", key.hex()));
    counts.forEach((what, number) -> out.add("count", what + " " + number));
    return out.add("checkpoint", checkpoint.getBytes(StandardCharsets.UTF_8)).octets();
  }

  public static BackupManifest of(byte[] encoded) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, encoded);
    String organization = in.take("organization");
    Instant at = in.takeTime("at");
    long octets = in.longNumber(in.take("body-octets"));
    String digest = in.take("body-sha256");
    List<KeyId> recipients = new ArrayList<>();
    for (String key : in.takeAll("recipient")) {
      recipients.add(in.key(key));
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    for (String count : in.takeAll("count")) {
      int blank = count.indexOf(' ');
      counts.put(count.substring(0, Math.max(0, blank)), in.longNumber(count.substring(blank + 1)));
    }
    String checkpoint = new String(in.takeOctets("checkpoint"), StandardCharsets.UTF_8);
    in.end();
    return new BackupManifest(organization, at, octets, digest, recipients, counts, checkpoint);
  }
}
