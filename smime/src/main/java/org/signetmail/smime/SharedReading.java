package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;

/**
 * One message as several readers read it, each with keys of their own. What one content-encryption
 * key opened is decrypted and judged once: whoever's key comes to the very same one is given the
 * same reading. Where it comes to another, or the message has more than one layer of encryption, it
 * is read anew. For one thread.
 */
public final class SharedReading implements Closeable {
  private record Known(RootKey root, Reading reading) {}

  private final MessageReader reader;
  private final Octets message;
  private final Instant at;
  private final List<Known> known = new ArrayList<>();

  SharedReading(MessageReader reader, Octets message, Instant at) {
    this.reader = reader;
    this.message = message;
    this.at = at;
  }

  /**
   * As the holder of these keys reads it. The reading is good until this is closed, and closed with
   * it.
   *
   * @throws MalformedMessage when the input is not a message at all
   */
  public Reading with(List<DecryptionIdentity> keys) throws IOException {
    MessageReader holder = reader.withKeys(keys);
    for (Known one : known) {
      if (one.root().key().isPresent()) {
        Optional<Certificate> same = holder.comesTo(one.root().key().get(), message);
        if (same.isPresent()) {
          return openedBy(one.reading(), same.get());
        }
      }
    }
    RootKey root = new RootKey();
    Reading reading = holder.read(message, at, root);
    known.add(new Known(root, reading));
    return reading;
  }

  private static Reading openedBy(Reading reading, Certificate certificate) {
    Optional<Opening> opening =
        reading
            .opening()
            .map(one ->
                one instanceof Opening.Opened opened
                    ? new Opening.Opened(
                        opened.content(),
                        opened.algorithm(),
                        opened.authenticity(),
                        Optional.of(certificate),
                        opened.recipients(),
                        opened.findings())
                    : one);
    return new Reading(
        reading.verdict(),
        opening,
        reading.from(),
        reading.headers(),
        reading.subject(),
        reading.subjectProtection(),
        reading.signers(),
        reading.receiptAsked(),
        reading.content(),
        reading.opened(),
        reading.findings());
  }

  @Override
  public void close() throws IOException {
    for (Known one : known) {
      one.root().forget();
      one.reading().close();
    }
    known.clear();
  }
}
