package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;

/**
 * A public key by itself: SubjectPublicKeyInfo as PEM (RFC 7468 §13), as tokens' tools export it.
 */
final class PublicKeyFile {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "XDH");

  private PublicKeyFile() {}

  static PublicKey read(Path file) throws IOException {
    String text = new String(Input.smallFile(file, "a public key"), StandardCharsets.US_ASCII);
    Matcher pem = PEM.matcher(text);
    if (pem.find()) {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      for (String algorithm : ALGORITHMS) {
        Optional<PublicKey> key = key(algorithm, der);
        if (key.isPresent()) {
          return key.get();
        }
      }
    }
    throw new Failure(
        ExitCode.UNREADABLE,
        file
            + ": holds no public key for RSA, EC or X25519 (RFC 7468 §13);"
            + " export the token's public key as PEM");
  }

  /** Empty for a key of another kind. */
  private static Optional<PublicKey> key(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
