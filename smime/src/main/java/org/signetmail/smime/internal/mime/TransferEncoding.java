package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** The encodings that bodies travel in (RFC 2045 §6), undone and done again. */
enum TransferEncoding {
  IDENTITY,
  QUOTED_PRINTABLE,
  BASE64,
  UNKNOWN;

  static TransferEncoding of(Header header) {
    return switch (header.transferEncoding()) {
      case "7bit", "8bit", "binary" -> IDENTITY;
      case "quoted-printable" -> QUOTED_PRINTABLE;
      case "base64" -> BASE64;
      default -> UNKNOWN;
    };
  }

  /** The body without the encoding; itself where there is none to undo. */
  Octets decoded(Octets body, Spool spool) throws IOException {
    if (this == IDENTITY || this == UNKNOWN) {
      return body;
    }
    try (Spool.Draft draft = spool.draft();
        InputStream in = body.stream()) {
      if (this == BASE64) {
        new Base64Input(in).transferTo(draft);
      } else {
        QuotedPrintable.decode(in, draft);
      }
      return draft.finish();
    }
  }

  /** The content in the encoding; itself where there is none to do. */
  Octets encoded(Octets content, Spool spool) throws IOException {
    if (this == IDENTITY || this == UNKNOWN) {
      return content;
    }
    try (Spool.Draft draft = spool.draft();
        InputStream in = content.stream()) {
      if (this == BASE64) {
        try (Base64Output encoder = new Base64Output(draft)) {
          in.transferTo(encoder);
        }
      } else {
        QuotedPrintable.encode(in, draft);
      }
      return draft.finish();
    }
  }
}
