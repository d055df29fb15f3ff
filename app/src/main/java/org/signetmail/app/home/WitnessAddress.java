package org.signetmail.app.home;

import java.net.URI;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.Witness;

/** Where a witness is asked, and the key it signs with. */
public record WitnessAddress(URI url, Witness witness) {
  /**
   * Reads what stands in a line of {@code log.witnesses}.
   *
   * @throws IllegalArgumentException in words for the file's reader
   */
  public static WitnessAddress of(String line) {
    String[] parts = line.strip().split("\\s+", 2);
    if (parts.length != 2 || !parts[0].matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw new IllegalArgumentException(
          "'" + line + "' is not the address of a witness, a space, and its vkey");
    }
    try {
      return new WitnessAddress(URI.create(parts[0]), Witness.parse(parts[1]));
    } catch (LogFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WitnessAddress one && one.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it stands in the file. */
  @Override
  public String toString() {
    return url + " " + witness.vkey();
  }
}
