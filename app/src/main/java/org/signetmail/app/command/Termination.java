package org.signetmail.app.command;

import java.util.concurrent.CountDownLatch;

/**
 * The end of a command that stays: SIGTERM asks for it, and the process goes only when this is
 * closed, so that what was opened after it has been closed before.
 */
final class Termination implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  Termination() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              asked.countDown();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  /** Waits until it is asked for. */
  void await() throws InterruptedException {
    asked.await();
  }

  @Override
  public void close() {
    done.countDown();
  }
}
