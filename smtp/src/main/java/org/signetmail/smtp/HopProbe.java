package org.signetmail.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.signetmail.smtp.internal.Offer;
import org.signetmail.smtp.internal.RelayConnection;
import org.signetmail.smtp.internal.Watchdog;

/**
 * What a next hop says of itself in its answer to EHLO (RFC 5321 §4.1.1.1), spoken to as mail is:
 * no mail is sent.
 *
 * @param greeting the text of its first line, whatever it says of itself
 * @param keywords of its extensions, capital letters, in alphabetical order
 * @param size of the largest message it takes, in octets (RFC 1870); empty when it names none
 * @param security the version of TLS that was spoken; empty in clear
 */
public record HopProbe(
    String greeting, List<String> keywords, Optional<Long> size, Optional<String> security) {
  public HopProbe {
    keywords = List.copyOf(keywords);
  }

  /**
   * Asks.
   *
   * @throws IOException with one line when no conversation could be begun, TLS did not come about
   *     where it must, or the login was refused
   */
  public static HopProbe of(RelaySettings settings) throws IOException {
    try (Watchdog watchdog = new Watchdog("probe-" + settings.port(), settings.timeouts().reply());
        RelayConnection connection = RelayConnection.open(settings, watchdog)) {
      Offer offer = connection.offer();
      return new HopProbe(
          connection.greeting(),
          offer.keywords().stream().sorted().toList(),
          offer.size(),
          connection.security());
    }
  }

  /** Whether it offers an extension. */
  public boolean offers(String keyword) {
    return keywords.contains(keyword);
  }
}
