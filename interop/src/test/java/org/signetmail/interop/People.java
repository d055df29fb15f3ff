package org.signetmail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** EC P-521. */
  static final String GINA = "gina";

  /** RSA 3072: what the stricter profiles want at least. */
  static final String FRANK = "frank";

  /** Everybody's kind of key, for tables. */
  static final Map<String, String> KEYS =
      Map.of(
          ALICE,
          "RSA-2048",
          BOB,
          "RSA-2048",
          CAROL,
          "P-256",
          DAVE,
          "P-384",
          GINA,
          "P-521",
          FRANK,
          "RSA-3072",
          EDDY,
          "Ed25519");

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
      add(folder, GINA, "keyAgreement", "EC", "ec_paramgen_curve:P-521");
      add(folder, FRANK, "keyEncipherment", "RSA", "rsa_keygen_bits:3072");
      return new People(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One more person, whom the script does not make, from the same issuing authority. */
  private static void add(Path folder, String name, String usage, String algorithm, String kind)
      throws IOException {
    String prefix = folder.resolve(name).toString();
    openssl("genpkey -quiet -algorithm " + algorithm + " -pkeyopt " + kind, prefix + ".key");
    Path extensions = folder.resolve(name + ".extensions");
    Files.writeString(
        extensions,
        """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,nonRepudiation,%s
        extendedKeyUsage=emailProtection
        subjectAltName=email:%s
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """
            .formatted(usage, address(name)));
    openssl(
        "req -new -key %1$s.key -subj /O=Test/CN=%2$s -config %3$s/req.cnf"
            .formatted(prefix, name, folder),
        prefix + ".request");
    openssl(
        "x509 -req -days 800 -in %1$s.request -CA %2$s/ica.pem -CAkey %2$s/ica.key -extfile %3$s"
            .formatted(prefix, folder, extensions),
        prefix + ".pem");
    openssl(
        "pkcs12 -export -inkey %1$s.key -in %1$s.pem -certfile %2$s/chain.pem -name %3$s"
                .formatted(prefix, folder, name)
            + " -passout pass:x",
        prefix + ".p12");
  }

  private static void openssl(String words, String out) {
    Tool.run(List.of(("openssl " + words + " -out " + out).split(" "))).succeeded();
  }
}
