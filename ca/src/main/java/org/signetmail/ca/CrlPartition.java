package org.signetmail.ca;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which certificates of an issuer a CRL speaks: all, or those whose serial number leaves this
 * remainder (RFC 5280 §5.2.5: the scope of a CRL). Serial numbers are random, so the parts are of
 * one size.
 *
 * <p>The number of parts stands in the name, so that a certificate's distribution point stays true
 * when an organisation that has grown chooses more of them: each list speaks of every certificate
 * with its remainder, under whichever number of parts it was issued.
 *
 * @param index from 0
 * @param of how many parts there are; 1 for a CRL of everything
 */
public record CrlPartition(int index, int of) {
  /** Every certificate of the issuer. */
  public static final CrlPartition WHOLE = new CrlPartition(0, 1);

  /** More parts than this would only be more requests. */
  public static final int MOST = 4096;

  private static final Pattern NAME = Pattern.compile("-(\\d{1,4})of(\\d{1,4})");

  public CrlPartition {
    if (of < 1 || of > MOST || index < 0 || index >= of) {
      throw new IllegalArgumentException(
          "crl partition: " + index + " of " + of + "; choose 1 to " + MOST + " partitions");
    }
  }

  /** The part that a certificate belongs to. */
  public static CrlPartition ofSerial(BigInteger serial, int partitions) {
    return new CrlPartition(serial.mod(BigInteger.valueOf(partitions)).intValue(), partitions);
  }

  /** All parts of one division. */
  public static List<CrlPartition> all(int partitions) {
    List<CrlPartition> all = new ArrayList<>(partitions);
    for (int i = 0; i < partitions; i++) {
      all.add(new CrlPartition(i, partitions));
    }
    return all;
  }

  public boolean isWhole() {
    return of == 1;
  }

  public boolean covers(BigInteger serial) {
    return isWhole() || serial.mod(BigInteger.valueOf(of)).intValue() == index;
  }

  /** In file names, after the issuer's: {@code -3of16}; empty for the whole. */
  public String suffix() {
    return isWhole() ? "" : "-" + index + "of" + of;
  }

  /** The part with this suffix; empty when there is none. */
  public static Optional<CrlPartition> ofSuffix(String suffix) {
    if (suffix.isEmpty()) {
      return Optional.of(WHOLE);
    }
    Matcher matcher = NAME.matcher(suffix);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(matcher.group(1));
    int of = Integer.parseInt(matcher.group(2));
    return of > 1 && of <= MOST && index < of && ("-" + index + "of" + of).equals(suffix)
        ? Optional.of(new CrlPartition(index, of))
        : Optional.empty();
  }
}
