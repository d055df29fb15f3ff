package org.signetmail.ca;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryCrlStore implements CrlStore {
  private final Map<KeyId, BigInteger> numbers = new HashMap<>();
  private final Map<KeyId, Map<CrlKey, Crl>> crls = new HashMap<>();

  @Override
  public synchronized BigInteger nextNumber(KeyId issuer) {
    return numbers.merge(issuer, BigInteger.ONE, BigInteger::add);
  }

  @Override
  public synchronized void publish(KeyId issuer, List<Crl> made) {
    for (Crl crl : made) {
      of(issuer)
          .merge(
              crl.head().key(),
              crl,
              (old, fresh) -> fresh.number().compareTo(old.number()) > 0 ? fresh : old);
    }
  }

  @Override
  public synchronized Optional<Crl> current(KeyId issuer, CrlKey key) {
    return Optional.ofNullable(of(issuer).get(key));
  }

  @Override
  public synchronized List<CrlHead> heads(KeyId issuer) {
    return of(issuer).values().stream().map(Crl::head).toList();
  }

  private Map<CrlKey, Crl> of(KeyId issuer) {
    return crls.computeIfAbsent(issuer, none -> new HashMap<>());
  }
}
