package org.signetmail.app.organization;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.signetmail.web.ReadinessCheck;

/**
 * The store answers, within two seconds: a database that was cut off says nothing for long, and
 * whoever asks for our health has given up by then. However often it is asked, one question waits.
 * Thread-safe.
 */
final class StoreCheck implements ReadinessCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String SILENT =
      "does not answer; mail is deferred (451) until it does; see the log and check disk or"
          + " database";

  private final Organization organization;
  private CompletableFuture<Optional<String>> asked =
      CompletableFuture.completedFuture(Optional.empty());

  StoreCheck(Organization organization) {
    this.organization = organization;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Optional<String> problem() {
    try {
      return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of(SILENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(SILENT);
    }
  }

  private synchronized CompletableFuture<Optional<String>> ask() {
    if (asked.isDone()) {
      asked = new CompletableFuture<>();
      CompletableFuture<Optional<String>> answer = asked;
      Thread.startVirtualThread(() -> {
        try {
          answer.complete(
              organization.store().log().size() > 0
                  ? Optional.empty()
                  : Optional.of("is empty; restore a backup"));
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      });
    }
    return asked;
  }
}
