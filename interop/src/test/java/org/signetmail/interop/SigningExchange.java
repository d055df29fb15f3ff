package org.signetmail.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;

/**
 * The way out of a mail server: signs with DKIM, by Apache jDKIM, what goes to one mailbox and
 * hands it on; keeps all else.
 */
final class SigningExchange implements MailHandler {
  private static final String TEMPLATE =
      "v=1; a=rsa-sha256; c=relaxed/simple; d=example.test; s=s1; h=From:Sender:Reply-To:To:CC:"
          + "Subject:Date:In-Reply-To:References:Message-ID:Content-Type:Content-Transfer-Encoding;"
          + " bh=; b=;";

  final BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();
  final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final Mailbox signedFor;
  private final int onTo;
  volatile KeyPair key;

  /**
   * @param onTo the port that mail for {@code signedFor} goes on to
   */
  SigningExchange(Mailbox signedFor, int onTo, KeyPair key) {
    this.signedFor = signedFor;
    this.onTo = onTo;
    this.key = key;
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    try {
      byte[] octets = message.stream().readAllBytes();
      if (!envelope.recipients().getFirst().mailbox().equals(signedFor)) {
        kept.add(octets);
        return Answer.OK;
      }
      Answer answer = handOn(envelope.sender(), octets);
      answers.add(answer);
      return answer;
    } catch (IOException | FailException e) {
      return new Answer(451, "4.3.0", "not signed: " + e);
    }
  }

  private Answer handOn(Optional<Mailbox> sender, byte[] octets) throws IOException, FailException {
    String field =
        new DKIMSigner(TEMPLATE, key.getPrivate()).sign(new java.io.ByteArrayInputStream(octets));
    try (RelayClient relay =
            new RelayClient(RelaySettings.plain("127.0.0.1", onTo, "mta.example.test"));
        Octets signed =
            Octets.concat(
                List.of(
                    Octets.of((field + "\r\n").getBytes(StandardCharsets.US_ASCII)),
                    Octets.of(octets)))) {
      Envelope envelope =
          new Envelope(sender, List.of(new Envelope.Recipient(signedFor, List.of())), List.of());
      return relay.send(envelope, signed).values().iterator().next();
    }
  }
}
