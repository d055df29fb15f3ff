package org.signetmail.app.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningKey;

/**
 * Keys that were made and wait for their certificate, each encrypted under the password of the file
 * that it goes into. Who asks again, because an administrator decides or an answer was lost, asks
 * for the same key.
 */
final class NextKeys {
  private final Path folder;
  private final SecureRandom random;

  NextKeys(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** The key that comes after this one; made, and on disk, when there was none. */
  SigningKey after(KeyId before, KeyAlgorithm algorithm, char[] password) throws IOException {
    Path file = file(before);
    if (Files.exists(file)) {
      try {
        return KeyFile.readKey(Files.readAllBytes(file), password, file.toString());
      } catch (KeyFile.Unreadable e) {
        Files.delete(file); // the password is another one now: nobody has a certificate over it
      }
    }
    SigningKey key = KeyPairs.signing(algorithm, random);
    PrivateFiles.write(file, KeyFile.writeKey(key, password));
    return key;
  }

  /** Removes what comes after any other key: it is in its file, or of no more use. */
  void keepAfter(Collection<KeyId> waiting) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "next-*.pem")) {
      for (Path file : files) {
        if (waiting.stream().noneMatch(key -> file(key).equals(file))) {
          Files.delete(file);
        }
      }
    }
  }

  private Path file(KeyId before) {
    return folder.resolve("next-" + before.hex().substring(0, 32) + ".pem");
  }
}
