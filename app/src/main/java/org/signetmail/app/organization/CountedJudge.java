package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.signetmail.gateway.Judge;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;
import org.signetmail.smime.Verdict;

/** Tells each verdict on, and changes nothing. Thread-safe. */
record CountedJudge(Judge judge, Consumer<Verdict> heard) implements Judge {
  @Override
  public Optional<Reading> judge(Octets message, Instant at) throws IOException {
    Optional<Reading> reading = judge.judge(message, at);
    reading.map(Reading::verdict).ifPresent(heard);
    return reading;
  }

  @Override
  public Optional<SharedReading> opening(Octets message, Instant at) {
    return judge.opening(message, at);
  }
}
