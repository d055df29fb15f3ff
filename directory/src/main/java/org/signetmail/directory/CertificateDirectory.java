package org.signetmail.directory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;

/**
 * Answers one question: which certificates of a mailbox may be encrypted to now?
 *
 * <p>Discovery is not trust. Whatever a source gives must name the mailbox and lead to a trusted
 * root, unrevoked, for encryption, at this moment; else it is not used, and the answer says why.
 *
 * <p>The first source is the organisation's own. It is asked alone, and when it has a usable
 * certificate nobody else hears of the question. Otherwise the rest are asked at once, each on a
 * virtual thread of its own, within one time limit; the order of sources is the order of rank, and
 * from one source the newest certificate comes first.
 *
 * <p>Safe for use by many threads.
 */
public final class CertificateDirectory {
  private final List<CertificateSource> sources;
  private final Supplier<PathValidator.Context> trust;
  private final LookupLimits limits;
  private final InstantSource clock;
  private final LookupCache cache;

  /**
   * A directory over sources.
   *
   * @param sources in order of rank, the own store first
   * @param trust roots, intermediates, CRLs of now; gives the same object until one of them changes
   */
  public CertificateDirectory(
      List<? extends CertificateSource> sources,
      Supplier<PathValidator.Context> trust,
      LookupLimits limits,
      InstantSource clock) {
    this.sources = List.copyOf(sources);
    this.trust = trust;
    this.limits = limits;
    this.clock = clock;
    this.cache = new LookupCache(limits.remembered());
  }

  /** The certificates to encrypt to; an answer of before is used again within the limits. */
  public Lookup find(Mailbox mailbox) {
    Instant now = clock.instant();
    PathValidator.Context context = trust.get();
    Optional<Lookup> before = cache.get(mailbox, context, now);
    if (before.isPresent()) {
      return before.get();
    }
    Lookup lookup = ask(mailbox, now, context, Extent.UNTIL_FOUND);
    cache.put(mailbox, context, lookup, keepUntil(lookup, now));
    return lookup;
  }

  /** Everything that any source has, asked now: for a person who wants to see it all. */
  public Lookup survey(Mailbox mailbox) {
    return ask(mailbox, clock.instant(), trust.get(), Extent.EVERY_SOURCE);
  }

  /** Forgets the answer for a mailbox, as when a certificate of it was issued or revoked. */
  public void forget(Mailbox mailbox) {
    cache.forget(mailbox);
  }

  /** Forgets every answer, as when a source was added. */
  public void forgetAll() {
    cache.clear();
  }

  private enum Extent {
    UNTIL_FOUND,
    EVERY_SOURCE
  }

  private Lookup ask(Mailbox mailbox, Instant now, PathValidator.Context context, Extent extent) {
    Candidates candidates = new Candidates(mailbox, now, context);
    long deadline = System.nanoTime() + limits.answerWithin().toNanos();
    boolean complete = true;
    for (List<CertificateSource> together : rounds()) {
      complete &= gather(together, mailbox, candidates, deadline);
      if (extent == Extent.UNTIL_FOUND && !candidates.usable().isEmpty()) {
        break;
      }
    }
    if (!candidates.usable().isEmpty()) {
      return new Lookup.Found(candidates.usable(), candidates.findings());
    }
    if (!complete) {
      return new Lookup.Unreachable(candidates.findings());
    }
    candidates.note(
        DirectoryFinding.NOTHING_FOUND, mailbox.toString(), "has no certificate that can be used");
    return new Lookup.NotFound(candidates.findings());
  }

  /** The own store, then all others together. */
  private List<List<CertificateSource>> rounds() {
    return sources.size() < 2
        ? List.of(sources)
        : List.of(sources.subList(0, 1), sources.subList(1, sources.size()));
  }

  /**
   * @return whether every source answered
   */
  private static boolean gather(
      List<CertificateSource> together, Mailbox mailbox, Candidates candidates, long deadline) {
    List<FutureTask<List<Certificate>>> questions = new ArrayList<>();
    for (CertificateSource source : together) {
      FutureTask<List<Certificate>> question = new FutureTask<>(() -> source.find(mailbox));
      Thread.ofVirtual().name("lookup " + source.name()).start(question);
      questions.add(question);
    }
    boolean complete = true;
    for (int i = 0; i < together.size(); i++) {
      complete &= await(together.get(i), questions.get(i), candidates, deadline);
    }
    return complete;
  }

  private static boolean await(
      CertificateSource source,
      FutureTask<List<Certificate>> question,
      Candidates candidates,
      long deadline) {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      candidates.add(source.name(), question.get(left, TimeUnit.NANOSECONDS));
      return true;
    } catch (TimeoutException e) {
      question.cancel(true);
      candidates.note(DirectoryFinding.SOURCE_SLOW, source.name(), "did not answer in time");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      String detail =
          cause instanceof IOException && cause.getMessage() != null
              ? cause.getMessage()
              : "failed with " + cause;
      candidates.note(DirectoryFinding.SOURCE_UNREACHABLE, source.name(), detail);
    } catch (InterruptedException e) {
      question.cancel(true);
      Thread.currentThread().interrupt();
      candidates.note(DirectoryFinding.SOURCE_SLOW, source.name(), "was interrupted");
    }
    return false;
  }

  private Instant keepUntil(Lookup lookup, Instant now) {
    Duration keep = lookup instanceof Lookup.Found ? limits.keepFound() : limits.keepMissing();
    Instant until = now.plus(keep);
    if (lookup instanceof Lookup.Found found) {
      Instant end = found.best().notAfter();
      return end.isBefore(until) ? end : until;
    }
    return until;
  }
}
