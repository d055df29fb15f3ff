package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.cades.CadesData;
import org.signetmail.smime.internal.cades.CadesReader;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.LineEnds;
import org.signetmail.smime.internal.mime.Multipart;

/** The signature of a signed entity in the octets it was sent in, around its content. */
final class SignedEntity {
  private static final int LARGEST_SIGNATURE = 32 << 20;

  private SignedEntity() {}

  /** The innermost of the signatures that are around each other and nothing else. */
  static CadesData of(Entity entity, Spool spool) throws IOException {
    Budget budget = Budget.STANDARD;
    CadesData found = signature(entity, spool);
    for (int layer = 1; layer < budget.cryptoLayers(); layer++) {
      Octets content = found.content().orElseThrow();
      Entity inner = Entity.inside(content, budget.headerBytes());
      if (!isSigned(inner)) {
        return found;
      }
      CadesData next = signature(inner, spool);
      content.close();
      found = next;
    }
    return found;
  }

  private static boolean isSigned(Entity entity) {
    ContentType type = entity.header().contentType();
    return LayerTypes.isCryptographic(entity)
        && !type.parameter("smime-type")
            .orElse("")
            .toLowerCase(java.util.Locale.ROOT)
            .contains("enveloped");
  }

  private static CadesData signature(Entity entity, Spool spool) throws IOException {
    ContentType type = entity.header().contentType();
    try {
      if (type.is("multipart/signed")) {
        return ofMultipart(entity, type, spool);
      }
      if (LayerTypes.isCms(entity, type)) {
        try (InputStream in = entity.decoded(spool)) {
          CadesData data = CadesReader.read(in, spool);
          if (data.content().isEmpty()) {
            throw new Asn1Exception("a signature without its content");
          }
          return data;
        }
      }
    } catch (Asn1Exception | EOFException e) {
      throw new MalformedMessage(
          "message: has "
              + e.getMessage()
              + " (RFC 8551 §3.5); give a signed message, opened with 'signet decrypt' if it is"
              + " encrypted",
          e);
    }
    throw new MalformedMessage(
        "message: is not signed as a whole (RFC 8551 §3.5); give a signed message");
  }

  private static CadesData ofMultipart(Entity entity, ContentType type, Spool spool)
      throws IOException {
    String boundary = type.parameter("boundary").orElse("");
    if (boundary.isEmpty() || boundary.length() > 200) {
      throw new Asn1Exception("no boundary between its parts");
    }
    Octets body = entity.body();
    Multipart parts = Multipart.scan(body, boundary, Budget.STANDARD.mimeParts());
    if (!parts.hasBareLineFeed()) {
      return ofParts(body, parts, spool);
    }
    try (InputStream in = new LineEnds(body.stream());
        Octets mended = spool.keep(in)) {
      return ofParts(mended, Multipart.scan(mended, boundary, Budget.STANDARD.mimeParts()), spool);
    }
  }

  private static CadesData ofParts(Octets body, Multipart parts, Spool spool) throws IOException {
    if (parts.parts().size() != 2 || !parts.isClosed()) {
      throw new Asn1Exception(parts.parts().size() + " whole parts where two belong");
    }
    Octets second = parts.parts().get(1).of(body);
    if (second.size() > LARGEST_SIGNATURE) {
      throw new Asn1Exception("a signature of " + second.size() + " bytes");
    }
    byte[] der;
    try (InputStream in = Entity.of(second, Budget.STANDARD.headerBytes()).decoded(spool)) {
      der = in.readAllBytes();
    }
    CadesData data = CadesReader.read(new ByteArrayInputStream(der), spool);
    if (data.content().isPresent()) {
      data.content().get().close();
      throw new Asn1Exception("a signature beside its content that carries another");
    }
    try (InputStream in = parts.parts().get(0).of(body).stream()) {
      return data.around(spool.keep(in));
    }
  }
}
