package org.signetmail.smime;

import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;

/** Which entities are layers of protection, by media type and file name (RFC 8551 §3.2, §3.9). */
final class LayerTypes {
  private LayerTypes() {}

  static boolean isSignature(String type) {
    return type.equals("application/pkcs7-signature")
        || type.equals("application/x-pkcs7-signature");
  }

  /**
   * Whether the entity is signed or encrypted as a whole, as it says (RFC 9787 §4.1): compressed
   * data is not (§4.1.1.3).
   */
  static boolean isCryptographic(Entity entity) {
    ContentType type = entity.header().contentType();
    if (type.is("multipart/signed")) {
      return type.parameter("protocol").filter(p -> !isSignature(lower(p))).isEmpty();
    }
    String label = lower(type.parameter("smime-type").orElse(""));
    return isCms(entity, type) && !label.equals("compressed-data") && !label.equals("certs-only");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** What the label says against what it is: the content decides (RFC 8551 §3.2.2). */
  static Optional<Finding> mislabelled(String label, String expected) {
    return label.isEmpty() || label.equals(expected)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                MessageFinding.TYPE_MISMATCH,
                "message",
                "is labelled " + label.replaceAll("[^a-z-]", "?") + " and is " + expected));
  }

  /** By type, or by file name where the type was lost on the way (RFC 8551 §3.9). */
  static boolean isCms(Entity entity, ContentType type) {
    if (type.is("application/pkcs7-mime") || type.is("application/x-pkcs7-mime")) {
      return true;
    }
    if (!type.is("application/octet-stream")) {
      return false;
    }
    String name =
        type.parameter("name")
            .or(() ->
                entity
                    .header()
                    .value("Content-Disposition")
                    .flatMap(v ->
                        ContentType.of(v.replaceFirst("^\\s*([^;/\\s]+)", "x/$1"))
                            .parameter("filename")))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return name.endsWith(".p7m") || name.endsWith(".p7z");
  }
}
