package org.signetmail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.signetmail.testkit.Fixtures;

/**
 * The certificates and keys of a throw-away organisation, made by OpenSSL once for all tests: a
 * root, an issuing CA, and people by name. Every PKCS#12 file has the password {@code x}.
 */
final class People {
  /** RSA 2048. */
  static final String ALICE = "alice";

  /** RSA 2048. */
  static final String BOB = "bob";

  /** EC P-256. */
  static final String CAROL = "carol";

  /** EC P-384. */
  static final String DAVE = "dave";

  /** Ed25519, signs only. */
  static final String EDDY = "eddy";

  private static final People SHARED = make();

  private final Path folder;
  private final Path passwordFile;

  private People(Path folder) throws IOException {
    this.folder = folder;
    this.passwordFile = Files.writeString(folder.resolve("password"), "x\n");
  }

  static People shared() {
    return SHARED;
  }

  Path root() {
    return folder.resolve("ca.pem");
  }

  Path issuer() {
    return folder.resolve("ica.pem");
  }

  Path crl() {
    return folder.resolve("crl.pem");
  }

  Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  Path key(String name) {
    return folder.resolve(name + ".key");
  }

  Path pkcs12(String name) {
    return folder.resolve(name + ".p12");
  }

  Path passwordFile() {
    return passwordFile;
  }

  Path folder() {
    return folder;
  }

  static String address(String name) {
    return name + "@example.test";
  }

  private static People make() {
    Path script = Fixtures.peer("mkpki.sh");
    Path folder = Scratch.folder("people");
    Tool.run(List.of(script.toString(), folder.toString())).succeeded();
    try {
      return new People(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
