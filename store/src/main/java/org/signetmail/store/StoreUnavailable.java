package org.signetmail.store;

/**
 * The store cannot be used: it is not there, not writable, not ours, of a newer version, full, or
 * its server does not answer.
 *
 * <p>The message is one line for a person: {@code store URL: what is wrong; what to do}. It never
 * holds a password. When a write throws this, the line says whether the write is known not to have
 * happened.
 */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
