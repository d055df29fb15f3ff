package org.signetmail.lookup;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.HexFormat;
import org.signetmail.directory.ListedPerson;
import org.signetmail.pkix.Certificate;

/**
 * SMIMEA records (RFC 8162) as a zone file has them (RFC 1035 §5), to be included in a zone that is
 * signed (DNSSEC): without, nobody may use them (RFC 8162 §3).
 *
 * <p>Of each person one record, the newest certificate: an answer with several may not fit. Usage 3
 * (this very certificate, RFC 6698 §2.1.1), selector 0 and matching type 0: the whole of it, so
 * that it is found and not only recognised. The names are hashes of local parts, and who can walk a
 * zone (NSEC) can guess them one after the other: sign it with NSEC3, or not at all.
 */
public final class SmimeaZone {
  private static final int OCTETS_IN_A_LINE = 60;

  private final Writer out;
  private final Duration life;

  /**
   * @param life how long resolvers keep a record
   */
  public SmimeaZone(Writer out, Duration life) {
    this.out = out;
    this.life = life;
  }

  /** One person's record; names are absolute, so that it can stand in any file. */
  public void add(ListedPerson person) throws IOException {
    Certificate newest = person.certificates().getFirst();
    out.write(
        "; serial "
            + newest.serialHex()
            + ", until "
            + newest.notAfter()
            + "\n"
            + SmimeaName.of(person.mailbox())
            + " "
            + life.toSeconds()
            + " IN SMIMEA 3 0 0 (\n");
    byte[] der = newest.encoded();
    for (int i = 0; i < der.length; i += OCTETS_IN_A_LINE) {
      int end = Math.min(der.length, i + OCTETS_IN_A_LINE);
      out.write("  " + HexFormat.of().formatHex(der, i, end) + "\n");
    }
    out.write("  )\n");
  }
}
