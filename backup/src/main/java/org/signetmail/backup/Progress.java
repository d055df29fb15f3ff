package org.signetmail.backup;

/** Sees how far long work has come. Called often, by one thread. */
public interface Progress {
  /** Nobody looks. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String what, long octets) {}

        @Override
        public void done(long octets) {}
      };

  /**
   * @param what in one word
   * @param octets how many there will be; negative when nobody knows
   */
  void begin(String what, long octets);

  /** So many more octets are done. */
  void done(long octets);
}
