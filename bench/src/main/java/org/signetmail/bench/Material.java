package org.signetmail.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.signetmail.app.bench.PlainMessage;

/**
 * What is measured on: one person's key and certificate under one root, made by OpenSSL, and plain
 * messages of text.
 */
record Material(Path folder) {
  /** The sizes measured. */
  enum Size {
    SMALL("10 KB", 10_000),
    LARGE("100 MB", 100_000_000);

    private final String words;
    private final long bytes;

    Size(String words, long bytes) {
      this.words = words;
      this.bytes = bytes;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** The kind of key. */
  enum Key {
    RSA_2048("RSA-2048", "RSA -pkeyopt rsa_keygen_bits:2048", "keyEncipherment"),
    RSA_3072("RSA-3072", "RSA -pkeyopt rsa_keygen_bits:3072", "keyEncipherment"),
    P_256("P-256", "EC -pkeyopt ec_paramgen_curve:P-256", "keyAgreement");

    private final String words;
    private final String genpkey;
    private final String usage;

    Key(String words, String genpkey, String usage) {
      this.words = words;
      this.genpkey = genpkey;
      this.usage = usage;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Material make(Path folder) throws IOException {
    Files.createDirectories(folder);
    Material material = new Material(folder);
    material.makeRoot();
    for (Key key : Key.values()) {
      material.makePerson(key);
    }
    for (Size size : Size.values()) {
      material.makeMessage(size);
    }
    return material;
  }

  Path root() {
    return folder.resolve("root.pem");
  }

  Path certificate(Key key) {
    return folder.resolve(key.name() + ".pem");
  }

  Path key(Key key) {
    return folder.resolve(key.name() + ".key");
  }

  /** Key and certificate in one file, as {@code signet --key} takes them. */
  Path identity(Key key) {
    return folder.resolve(key.name() + "-identity.pem");
  }

  Path message(Size size) {
    return folder.resolve(size.name() + ".eml");
  }

  private void makeRoot() throws IOException {
    Files.writeString(folder.resolve("req.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out root.key");
    openssl(
        "req -new -x509 -key root.key -days 30 -subj /CN=Root -config req.cnf -out root.pem"
            + " -addext basicConstraints=critical,CA:TRUE"
            + " -addext keyUsage=critical,keyCertSign,cRLSign"
            + " -addext subjectKeyIdentifier=hash");
  }

  private void makePerson(Key key) throws IOException {
    Files.writeString(
        folder.resolve("extensions"),
        """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,%s
        extendedKeyUsage=emailProtection
        subjectAltName=email:alice@example.test
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """
            .formatted(key.usage));
    String name = key.name();
    openssl("genpkey -algorithm " + key.genpkey + " -out " + name + ".key");
    openssl("req -new -key " + name + ".key -subj /CN=Alice -config req.cnf -out request");
    openssl(
        "x509 -req -in request -days 30 -CA root.pem -CAkey root.key -CAcreateserial"
            + " -extfile extensions -out "
            + name
            + ".pem");
    Files.writeString(
        identity(key), Files.readString(key(key)) + Files.readString(certificate(key)));
  }

  private void makeMessage(Size size) throws IOException {
    if (Files.exists(message(size)) && Files.size(message(size)) == size.bytes()) {
      return;
    }
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(message(size)), 1 << 16)) {
      PlainMessage.write(out, size.bytes());
    }
  }

  private void openssl(String arguments) throws IOException {
    Run run = Run.in(folder, List.of(("openssl " + arguments).split(" ")));
    if (run.status() != 0) {
      throw new IOException("openssl " + arguments + ": " + run.errors());
    }
  }
}
