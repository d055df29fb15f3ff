package org.signetmail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.PathValidator;

/**
 * Reads a message as a careful reader would: opens what is encrypted for the given keys, verifies
 * what is signed at the root, and says what both came to. Stateless, thread-safe.
 */
public final class MessageReader {
  public record Options(CryptoProfile profile, Budget budget) {
    public static Options standard() { throw new UnsupportedOperationException("STUB"); }
  }
  public MessageReader(List<DecryptionIdentity> keys, PathValidator.Context trust, Spool spool, Options options) {}
  /** @throws MalformedMessage when the input is not a message at all */
  public Reading read(Octets message, Instant at) throws IOException { throw new UnsupportedOperationException("STUB"); }
}
