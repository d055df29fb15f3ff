package org.signetmail.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.signetmail.tlog.internal.CanonicalJson;
import org.signetmail.tlog.internal.CanonicalJson.Value;

/**
 * What the octets of a leaf show at a glance. Leaves have one form (RFC 8785), at whose end the
 * type stands; parsing millions to find a few is slow.
 */
public final class LeafOctets {
  private static final EntryType[] TYPES = EntryType.values();
  private static final byte[][] ENDS =
      Arrays.stream(TYPES)
          .map(type -> (",\"type\":\"" + type.dotted() + "\"}").getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  /** A quotation mark within a value is escaped, so this stands nowhere else. */
  private static final String COMMITTED = "\":\"" + LogEntry.COMMITTED;

  private LeafOctets() {}

  /** The type of the act; empty for one that is not known here. */
  public static Optional<EntryType> type(byte[] leaf) {
    for (int i = 0; i < ENDS.length; i++) {
      int from = leaf.length - ENDS[i].length;
      if (from > 0 && Arrays.equals(leaf, from, leaf.length, ENDS[i], 0, ENDS[i].length)) {
        return Optional.of(TYPES[i]);
      }
    }
    return Optional.empty();
  }

  /** Whether something in it is committed to, so that an opening belongs to it. */
  public static boolean commits(byte[] leaf) {
    return new String(leaf, StandardCharsets.ISO_8859_1).contains(COMMITTED);
  }

  /** Whether these are the private values behind every commitment in it, and no others. */
  public static boolean isOpenedBy(byte[] leaf, byte[] openingJson) {
    String text = new String(leaf, StandardCharsets.ISO_8859_1);
    int opened = 0;
    try {
      for (Map.Entry<String, Value> one :
          CanonicalJson.read("log entry opening", openingJson).members().entrySet()) {
        String hash = LogEntry.commitment(one.getValue()).hash().hex();
        if (!text.contains("\"" + one.getKey() + COMMITTED + hash + "\"")) {
          return false;
        }
        opened++;
      }
    } catch (LogFormatException e) {
      return false;
    }
    int committed = 0;
    for (int at = text.indexOf(COMMITTED); at >= 0; at = text.indexOf(COMMITTED, at + 1)) {
      committed++;
    }
    return opened == committed;
  }
}
