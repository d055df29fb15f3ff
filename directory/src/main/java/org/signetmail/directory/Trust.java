package org.signetmail.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;

/**
 * What paths are validated against, kept fresh: the organisation's roots and issuers, and the CRLs
 * that are current.
 *
 * <p>It gives the same context until a CRL changes, so that whoever keeps answers can see by
 * identity that they still hold. CRLs are read again when the time for it has come and somebody
 * asks. Safe for use by many threads.
 */
public final class Trust implements Supplier<PathValidator.Context> {
  private final List<Certificate> anchors;
  private final List<Certificate> intermediates;
  private final Supplier<List<byte[]>> crls;
  private final RevocationChecking revocation;
  private final Duration refreshEvery;
  private final InstantSource clock;

  private PathValidator.@Nullable Context current;
  private Instant refreshAt = Instant.MIN;

  /**
   * Trust in these roots.
   *
   * @param crls reads the current CRLs as DER
   * @param refreshEvery how late a new CRL may be noticed
   */
  public Trust(
      Collection<Certificate> anchors,
      Collection<Certificate> intermediates,
      Supplier<List<byte[]>> crls,
      RevocationChecking revocation,
      Duration refreshEvery,
      InstantSource clock) {
    this.anchors = List.copyOf(anchors);
    this.intermediates = List.copyOf(intermediates);
    this.crls = crls;
    this.revocation = revocation;
    this.refreshEvery = refreshEvery;
    this.clock = clock;
  }

  @Override
  public synchronized PathValidator.Context get() {
    Instant now = clock.instant();
    PathValidator.Context context = current;
    if (context == null || !now.isBefore(refreshAt)) {
      List<byte[]> fresh = crls.get();
      if (context == null || !same(context.crls(), fresh)) {
        context =
            new PathValidator.Context(
                anchors,
                intermediates,
                List.copyOf(fresh),
                List.of(),
                revocation,
                PathValidator.PolicyInputs.ANY);
        current = context;
      }
      refreshAt = now.plus(refreshEvery);
    }
    return context;
  }

  /** Reads the CRLs again at the next question, as when one was just published here. */
  public synchronized void refresh() {
    refreshAt = Instant.MIN;
  }

  private static boolean same(Collection<byte[]> before, List<byte[]> after) {
    return Arrays.deepEquals(before.toArray(), after.toArray());
  }
}
