package org.signetmail.app.log;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.BoundedHttp.Answer;
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
  private static final int LARGEST = 16 << 10;

  private final BoundedHttp http;
  private final URI address;
  private final Witness witness;
  private long seen;

  WitnessClient(BoundedHttp http, URI prefix, Witness witness) {
    String base = prefix.toString();
    this.http = http;
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

  private Answer post(GrowthFile growth) throws IOException {
    try {
      return http.post(address, "text/plain; charset=utf-8", growth.format(), LARGEST);
    } catch (IOException e) {
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }
}
