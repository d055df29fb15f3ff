package org.signetmail.gateway;

import java.util.List;
import java.util.function.Function;
import org.signetmail.directory.Lookup;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;

/**
 * Where facts come from that are not in the message. Each is safe for use by many threads.
 *
 * @param signers whose key signs for an author
 * @param certificates those of a mailbox, now
 * @param judge says what the signatures of mail from outside come to
 */
public record FactSources(
    Function<Mailbox, Facts.Signer> signers,
    Function<Mailbox, Lookup> certificates,
    Affiliations affiliations,
    Judge judge) {
  /** Nothing is known: nobody signs, nobody has a certificate, nobody belongs anywhere. */
  public static final FactSources NONE =
      new FactSources(
          author -> Facts.Signer.NONE,
          mailbox -> new Lookup.NotFound(List.of()),
          Affiliations.NONE,
          Judge.NONE);

  static FactSources of(GatewayPorts ports) {
    Steps steps = ports.events().steps(); // of this thread's message: others may look
    return new FactSources(
        author -> signer(ports.signatures(), author),
        mailbox -> {
          try (Steps.Ending _ = steps.begins(Steps.Step.LOOKUP)) {
            return ports.directory().find(mailbox);
          }
        },
        ports.extras().affiliations(),
        ports.extras().judge());
  }

  private static Facts.Signer signer(Signatures signatures, Mailbox author) {
    return signatures
        .signerFor(author)
        .map(one -> one.certificate().isSeal() ? Facts.Signer.SEAL : Facts.Signer.OWN_KEY)
        .orElse(Facts.Signer.NONE);
  }
}
