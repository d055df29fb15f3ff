package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** A MIME entity: its header, and its octets, of which the body is a view (RFC 2045 §2.4). */
public record Entity(Header header, Octets octets) {
  public static Entity of(Octets octets, int maxHeader) throws IOException {
    return new Entity(Header.read(octets, maxHeader), octets);
  }

  /**
   * An entity inside another may have no header: then all of it is the body, and programs disagree.
   */
  public static Entity inside(Octets octets, int maxHeader) throws IOException {
    try (InputStream in = octets.stream()) {
      byte[] first = in.readNBytes(2);
      boolean isEmptyLine =
          (first.length > 0 && first[0] == '\n')
              || (first.length == 2 && first[0] == '\r' && first[1] == '\n');
      if (isEmptyLine) {
        return new Entity(new Header(List.of(), first[0] == '\n' ? 1 : 2, false), octets);
      }
    }
    try {
      return of(octets, maxHeader);
    } catch (MalformedMessage e) {
      return new Entity(new Header(List.of(), 0, true), octets);
    }
  }

  /** Whether there is a header, be it empty; else all of it is the body. */
  public boolean hasHeader() {
    return header.bodyOffset() > 0;
  }

  /** The body as it stands there. */
  public Octets body() {
    return octets.slice(header.bodyOffset(), octets.size() - header.bodyOffset());
  }

  /**
   * The body as a stream with its transfer encoding undone; only base64 is undone without a copy.
   */
  public InputStream decoded(Spool spool) throws IOException {
    return switch (header.transferEncoding()) {
      case "base64" -> new Base64Input(body().stream(), body().size());
      case "quoted-printable" -> {
        try (Spool.Draft draft = spool.draft();
            InputStream in = body().stream()) {
          QuotedPrintable.decode(in, draft);
          yield draft.finish().stream();
        }
      }
      default -> body().stream();
    };
  }

  /** The fields and the empty line as octets, with a body behind them. */
  public static Octets join(List<Field> fields, Octets body) {
    byte[] head = Header.encoded(fields);
    byte[] withEmptyLine = java.util.Arrays.copyOf(head, head.length + 2);
    withEmptyLine[head.length] = '\r';
    withEmptyLine[head.length + 1] = '\n';
    return Octets.concat(List.of(Octets.of(withEmptyLine), body));
  }

  /** Writes the body decoded and encoded anew. */
  static void recode(InputStream body, String from, String to, OutputStream out, Spool spool)
      throws IOException {
    try (Spool.Draft plain = spool.draft()) {
      switch (from) {
        case "base64" -> new Base64Input(body).transferTo(plain);
        case "quoted-printable" -> QuotedPrintable.decode(body, plain);
        default -> body.transferTo(plain);
      }
      try (Octets octets = plain.finish();
          InputStream in = octets.stream()) {
        if (to.equals("base64")) {
          try (Base64Output encoder = new Base64Output(out)) {
            in.transferTo(encoder);
          }
        } else {
          QuotedPrintable.encode(in, out);
        }
      }
    }
  }
}
