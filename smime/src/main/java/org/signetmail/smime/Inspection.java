package org.signetmail.smime;

import java.io.IOException;
import java.util.List;

/**
 * The structure of a message without any key: layers, algorithms, recipients, certificates; for
 * `signet inspect`.
 */
public record Inspection(List<Layer> layers) {
  /**
   * STUB: SMIME owner refines: depth, kind (multipart/signed, signed-data, enveloped-data…), facts
   * in order for people and JSON.
   */
  public record Layer(int depth, String kind, List<Fact> facts) {}

  public record Fact(String name, String value) {}

  public static Inspection of(Octets message, Budget budget) throws IOException {
    throw new UnsupportedOperationException("STUB");
  }
}
