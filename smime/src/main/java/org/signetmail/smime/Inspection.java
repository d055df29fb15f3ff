package org.signetmail.smime;

import java.io.IOException;
import java.util.List;
import org.signetmail.pkix.Certificate;

/**
 * The structure of a message without any key: layers, algorithms, recipients, certificates. Nothing
 * is verified and nothing opened: what is said here is what the message says of itself.
 *
 * @param layers from the root inwards, as far as one can see without a key
 */
public record Inspection(List<Layer> layers) {
  public Inspection {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param depth 0 for the root
   * @param kind {@code multipart/signed}, {@code signed-data}, {@code enveloped-data}, {@code
   *     authEnveloped-data}, {@code compressed-data}, or the media type of the content
   * @param facts in the order for people; names may repeat
   */
  public record Layer(int depth, String kind, List<Fact> facts) {
    public Layer {
      facts = List.copyOf(facts);
    }
  }

  /** One thing a layer says of itself. */
  public record Fact(String name, String value) {}

  /**
   * @throws MalformedMessage when the input is not a message at all
   */
  public static Inspection of(Octets message, Budget budget) throws IOException {
    return LayerFacts.of(message, budget);
  }

  /**
   * The certificates that the signatures of a message bring along: of no signature is anything
   * known but that it names them.
   *
   * @throws MalformedMessage when the input is not a message at all
   */
  public static List<Certificate> certificates(Octets message, Budget budget) throws IOException {
    return LayerFacts.certificates(message, budget);
  }
}
