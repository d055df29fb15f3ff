package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority of former times, and what people took from it: all made by OpenSSL, as an
 * administrator's tools would.
 */
final class OldSystem {
  private final Path folder;

  OldSystem(Path folder) throws Exception {
    this.folder = folder;
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout old-ca.key -out old-ca.pem -days 3650"
            + " -subj /CN=Old_CA");
  }

  /** A key of the kind that {@code genpkey} is told to make. */
  void key(String name, String algorithm) throws Exception {
    openssl("genpkey " + algorithm + " -out " + name + ".key");
  }

  /** A certificate over a key, with extensions as OpenSSL's configuration writes them. */
  void certificate(String name, String key, String... extensions) throws Exception {
    Files.write(folder.resolve("extensions.cnf"), List.of(extensions));
    openssl("pkey -in " + key + ".key -pubout -out public.pem");
    openssl(
        "x509 -new -force_pubkey public.pem -CA old-ca.pem -CAkey old-ca.key -days 1000 -subj /CN="
            + name
            + " -extfile extensions.cnf -out "
            + name
            + ".pem");
  }

  /** A PKCS#12 as OpenSSL exports it. */
  void file(String file, String certificate, String key, String password, String... options)
      throws Exception {
    Files.createDirectories(folder.resolve(file).resolveSibling(""));
    openssl(
        String.join(" ", options)
            + " pkcs12 -export -in "
            + certificate
            + ".pem -inkey "
            + key
            + ".key -certfile old-ca.pem -passout pass:"
            + password
            + " -out "
            + file);
  }

  /** A message that only one certificate's key opens. */
  void letter(String name, String certificate, String text, String... options) throws Exception {
    Files.writeString(folder.resolve(name + ".txt"), text);
    openssl(
        "cms -encrypt -aes256 -in "
            + name
            + ".txt -out "
            + name
            + ".eml "
            + String.join(" ", options)
            + " -recip "
            + certificate
            + ".pem");
  }

  /** Opens a message with the one of several keys that its recipient is named by. */
  String read(String name, String certificate, String keys) throws Exception {
    return openssl(
        "cms -decrypt -in " + name + ".eml -recip " + certificate + ".pem -inkey " + keys);
  }

  String openssl(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    // Options before the verb are the verb's own: pkcs12 -legacy.
    List<String> words = new ArrayList<>(List.of(arguments.strip().split(" +")));
    while (words.getFirst().startsWith("-")) {
      words.add(words.removeFirst());
    }
    command.addAll(words);
    Path errors = Files.createTempFile(folder, "openssl", ".errors");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + ": " + said(errors));
    return out;
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
