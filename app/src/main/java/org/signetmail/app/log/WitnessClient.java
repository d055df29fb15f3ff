package org.signetmail.app.log;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.signetmail.tlog.Checkpoint;
import org.signetmail.tlog.Cosignature;
import org.signetmail.tlog.GrowthFile;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.TransparencyLog;
import org.signetmail.tlog.Verification;
import org.signetmail.tlog.Witness;

/**
 * Asks one witness to sign that our log grew (C2SP tlog-witness, add-checkpoint). Knows the size up
 * to which the witness has seen the log; where it does not, the witness says so.
 */
final class WitnessClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 16 << 10;

  private final HttpClient client;
  private final URI address;
  private final Witness witness;
  private long seen;

  WitnessClient(HttpClient client, URI prefix, Witness witness) {
    String base = prefix.toString();
    this.client = client;
    this.address = URI.create(base + (base.endsWith("/") ? "" : "/") + "add-checkpoint");
    this.witness = witness;
  }

  Witness witness() {
    return witness;
  }

  /**
   * The witness's word on the latest checkpoint.
   *
   * @throws IOException in one line, when there is none
   */
  Cosignature ask(TransparencyLog log) throws IOException {
    GrowthFile growth = growth(log, seen);
    Answer answer = post(growth);
    if (answer.status() == 409) {
      growth = growth(log, size(answer));
      answer = post(growth);
    }
    if (answer.status() != 200) {
      throw new IOException(address + ": HTTP " + answer.status() + " (C2SP tlog-witness)");
    }
    Cosignature cosignature = believed(growth, answer.body());
    seen = Checkpoint.parse(growth.checkpoint().text()).size();
    return cosignature;
  }

  private GrowthFile growth(TransparencyLog log, long from) throws IOException {
    return log.proveGrowth(from)
        .orElseThrow(() ->
            new IOException(
                address
                    + ": has seen "
                    + from
                    + " entries, more than the log has; was it put back? Run 'signet log verify'"));
  }

  private Cosignature believed(GrowthFile growth, byte[] answer) throws IOException {
    try {
      return switch (witness.verify(growth.withAnswer(answer))) {
        case Verification.Verified<Cosignature>(Cosignature word) -> word;
        case Verification.Refused<Cosignature>(String reason) ->
            throw new IOException(address + ": " + reason);
      };
    } catch (LogFormatException e) {
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  private long size(Answer answer) throws IOException {
    String text = new String(answer.body(), StandardCharsets.US_ASCII).strip();
    if (!text.matches("[0-9]{1,18}")) {
      throw new IOException(
          address
              + ": has another tree of the same size (C2SP tlog-witness); run 'signet log"
              + " verify'");
    }
    return Long.parseLong(text);
  }

  private record Answer(int status, byte[] body) {}

  private Answer post(GrowthFile growth) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(address)
                  .timeout(PATIENCE)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(growth.format()))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(response.statusCode(), body.readNBytes(LARGEST));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(address + ": interrupted", e);
    } catch (IOException e) {
      throw new IOException(address + ": no answer", e);
    }
  }
}
