package org.signetmail.gateway;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a certificate on the way must be like (TLSA, RFC 6698 §2.1).
 *
 * @param usage 2: an authority in the server's chain; 3: the server's own
 * @param selector 0: the whole certificate; 1: its public key
 * @param matchingType 0: as it is; 1: its SHA-256; 2: its SHA-512
 */
public record TlsAssociation(int usage, int selector, int matchingType, byte[] data) {
  public TlsAssociation {
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsAssociation that
        && usage == that.usage
        && selector == that.selector
        && matchingType == that.matchingType
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  /** As in a zone file. */
  @Override
  public String toString() {
    return usage + " " + selector + " " + matchingType + " " + HexFormat.of().formatHex(data);
  }
}
