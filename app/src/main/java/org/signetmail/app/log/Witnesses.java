package org.signetmail.app.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.home.WitnessAddress;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.tlog.Cosignature;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.TransparencyLog;
import org.signetmail.tlog.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The witnesses of the configuration, who sign each checkpoint of ours, and an old one again after
 * a day, so that nobody can be shown a log that stands still. One that does not answer holds up
 * nothing: it is asked again at the next turn.
 */
public final class Witnesses implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofDays(1);

  private final TransparencyLog log;
  private final BoundedHttp http;
  private final List<WitnessClient> witnesses;

  public Witnesses(TransparencyLog log, List<WitnessAddress> addresses) {
    this.log = log;
    this.http = new BoundedHttp(PATIENCE);
    this.witnesses =
        addresses.stream().map(one -> new WitnessClient(http, one.url(), one.witness())).toList();
  }

  /** Asks those whose word on the latest checkpoint is missing or old, and keeps what they say. */
  public void ask(Instant now) {
    List<Cosignature> anew = new ArrayList<>();
    for (WitnessClient witness : witnesses) {
      log.latestCheckpoint()
          .filter(latest -> !isFresh(witness, latest, now))
          .ifPresent(_ -> ask(witness, anew));
    }
    log.latestCheckpoint()
        .ifPresent(latest -> {
          List<Cosignature> ofIt = anew.stream().filter(one -> one.isOf(latest.note())).toList();
          if (!ofIt.isEmpty()) {
            log.keep(latest, ofIt);
          }
        });
  }

  private void ask(WitnessClient witness, List<Cosignature> anew) {
    try {
      anew.add(witness.ask(log));
    } catch (IOException e) {
      LOG.warn("witness {}: {}", witness.witness().name(), e.getMessage());
    }
  }

  private static boolean isFresh(WitnessClient witness, PublishedCheckpoint latest, Instant now) {
    return switch (witness.witness().verify(latest.note())) {
      case Verification.Verified<Cosignature>(Cosignature word) ->
          word.at().isAfter(now.minus(FRESH));
      case Verification.Refused<Cosignature> _ -> false;
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
