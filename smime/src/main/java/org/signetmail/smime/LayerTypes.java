package org.signetmail.smime;

import java.util.Locale;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;

/** Which entities are layers of protection, by media type and file name (RFC 8551 §3.2, §3.9). */
final class LayerTypes {
  private LayerTypes() {}

  static boolean isSignature(String type) {
    return type.equals("application/pkcs7-signature")
        || type.equals("application/x-pkcs7-signature");
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
