package org.signetmail.ca;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryCrlStore implements CrlStore {
  private final Map<KeyId, BigInteger> numbers = new HashMap<>();
  private final Map<KeyId, Crl> crls = new HashMap<>();

  @Override
  public synchronized BigInteger nextNumber(KeyId issuer) {
    return numbers.merge(issuer, BigInteger.ONE, BigInteger::add);
  }

  @Override
  public synchronized void publish(KeyId issuer, Crl crl) {
    crls.merge(
        issuer, crl, (old, fresh) -> fresh.number().compareTo(old.number()) > 0 ? fresh : old);
  }

  @Override
  public synchronized Optional<Crl> current(KeyId issuer) {
    return Optional.ofNullable(crls.get(issuer));
  }
}
