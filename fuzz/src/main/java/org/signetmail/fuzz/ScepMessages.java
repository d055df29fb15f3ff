package org.signetmail.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.ScepClientMessage;
import org.signetmail.smime.ScepRequest;

/** Messages of SCEP clients, read as a registration authority reads them (RFC 8894 §3). */
final class ScepMessages {
  static final Map<String, byte[]> SEEDS = seeds();

  private ScepMessages() {}

  static void read(byte[] input) {
    ScepRequest request;
    try {
      request = ScepRequest.of(input);
    } catch (IOException e) {
      Messages.requireOneLine(e);
      return;
    }
    if (request.toString().contains("PRIVATE KEY")) {
      throw new AssertionError("a secret that shows itself");
    }
    Optional<byte[]> content = request.open(List.of(Parties.CAROL));
    if (content.isPresent()) {
      try {
        CertificationRequest.of(content.get());
      } catch (IOException e) {
        Messages.requireOneLine(e);
      }
    }
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    byte[] request =
        CertificationRequest.make(Parties.ALICE.key(), "Alice", Mailbox.of("alice@example.test"))
            .encoded();
    for (ScepRequest.Type type : ScepRequest.Type.values()) {
      try {
        seeds.put(
            type.name().toLowerCase(java.util.Locale.ROOT),
            ScepClientMessage.make(
                type,
                "4A17",
                request,
                Parties.ALICE,
                Parties.CAROL.certificate(),
                Parties.NOW,
                Parties.RANDOM));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return seeds;
  }
}
