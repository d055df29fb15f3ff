package org.signetmail.web;

/**
 * Hears of every HTTP request when it comes and when it is answered. Quick, without exceptions,
 * safe for use by many threads.
 */
@FunctionalInterface
public interface RequestWatch {
  /**
   * A request begins on this thread, and is answered on it.
   *
   * @param place the first segment of its path, such as {@code /ocsp}: what comes after may name
   *     people
   */
  Ending begins(String method, String place);

  /** The end of a request. */
  interface Ending {
    /**
     * @param status of the answer
     */
    void answered(int status);
  }
}
