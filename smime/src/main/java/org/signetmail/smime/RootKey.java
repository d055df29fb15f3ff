package org.signetmail.smime;

import java.util.Arrays;
import java.util.Optional;

/**
 * The content-encryption key that opened the root of one message, where nothing else in it was
 * encrypted: then everybody whose key comes to it reads the same. For one thread.
 */
final class RootKey {
  private Optional<byte[]> key = Optional.empty();

  void take(Layers layers) {
    boolean isOpened = layers.opening.filter(one -> one instanceof Opening.Opened).isPresent();
    key = isOpened ? layers.rootKey : Optional.empty();
  }

  Optional<byte[]> key() {
    return key;
  }

  void forget() {
    key.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
    key = Optional.empty();
  }
}
