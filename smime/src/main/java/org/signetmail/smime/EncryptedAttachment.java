package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Multipart;

/**
 * What is encrypted in a mail that is not encrypted itself: the attachment {@code smime.p7m} of a
 * mail that explains it, or that file alone. A reader never looks for it by itself, since what
 * stands around it is nobody's word: who decrypts asks for it.
 */
public final class EncryptedAttachment {
  private static final String CMS_HEADER =
      """
      Content-Type: application/pkcs7-mime; name=smime.p7m\r
      Content-Transfer-Encoding: binary\r
      \r
      """;

  private static final byte SEQUENCE = 0x30;

  private EncryptedAttachment() {}

  /**
   * The first one, as a message of its own: a view.
   *
   * @param input a message, or CMS in DER or BER; it stays the caller's
   * @return empty when there is none within the budget
   */
  public static Optional<Octets> of(Octets input, Budget budget) throws IOException {
    if (isCms(input)) {
      return Optional.of(
          Octets.concat(
              List.of(
                  Octets.of(CMS_HEADER.getBytes(StandardCharsets.US_ASCII)),
                  input.slice(0, input.size()))));
    }
    try {
      return within(Entity.of(input, budget.headerBytes()), budget, 0);
    } catch (BudgetExceeded | MalformedMessage e) {
      return Optional.empty();
    }
  }

  private static boolean isCms(Octets input) throws IOException {
    try (InputStream in = input.stream()) {
      return in.read() == SEQUENCE && in.read() >= 0x80; // a long or an indefinite length
    }
  }

  private static Optional<Octets> within(Entity entity, Budget budget, int depth)
      throws IOException {
    ContentType type = entity.header().contentType();
    if (depth > 0 && isEncrypted(type)) {
      return Optional.of(entity.octets());
    }
    Optional<String> boundary = type.parameter("boundary").filter(one -> !one.isEmpty());
    boolean isEntered = type.is("multipart/mixed") || type.is("multipart/signed");
    if (!isEntered || boundary.isEmpty() || depth > budget.mimeDepth()) {
      return Optional.empty();
    }
    Octets body = entity.body();
    for (Multipart.Part part : Multipart.scan(body, boundary.get(), budget.mimeParts()).parts()) {
      Optional<Octets> found =
          within(Entity.inside(part.of(body), budget.headerBytes()), budget, depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isEncrypted(ContentType type) {
    boolean isCms = type.is("application/pkcs7-mime") || type.is("application/x-pkcs7-mime");
    return isCms
        && type.parameter("smime-type")
            .filter(kind -> kind.toLowerCase(Locale.ROOT).endsWith("enveloped-data"))
            .isPresent();
  }
}
