package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.signetmail.smime.Budget;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Makes an entity fit for signing (RFC 8551 §3.1.3, RFC 1847 §2.1): no octet above 127, no zero, no
 * bare carriage return or line feed, no line over 998, no blanks at the end of a line, no line that
 * begins with {@code From }. Most mail is so already and is only looked at; else the parts that are
 * not are encoded anew, with the same content.
 */
public final class SevenBit {
  private final Spool spool;
  private final Budget budget;

  public SevenBit(Spool spool, Budget budget) {
    this.spool = spool;
    this.budget = budget;
  }

  /** The structural fields, changed where needed, and the body. */
  public record Safe(List<Field> structural, Octets body) {}

  public Safe of(Header header, Octets body) throws IOException {
    return of(header, body, 0);
  }

  private Safe of(Header header, Octets body, int depth) throws IOException {
    List<Field> structural = header.fields().stream().filter(Field::isStructural).toList();
    if (isSafe(body)) {
      return new Safe(structural, body);
    }
    if (depth > budget.mimeDepth()) {
      throw new MalformedMessage(
          "message: has parts more than "
              + budget.mimeDepth()
              + " deep (RFC 2046 §5.1); flatten it before signing");
    }
    ContentType type = header.contentType();
    if (type.isMultipart() && type.parameter("boundary").isPresent()) {
      return multipart(structural, type, body, depth);
    }
    if (type.is("message/rfc822") || type.is("message/global")) {
      return new Safe(without(structural, "Content-Transfer-Encoding"), message(body, depth));
    }
    return leaf(structural, header, type, body);
  }

  private Safe multipart(List<Field> structural, ContentType type, Octets body, int depth)
      throws IOException {
    if (type.is("multipart/signed")) {
      return new Safe(structural, body); // another's signature: encoded anew it would not hold
    }
    String boundary = type.parameter("boundary").orElseThrow();
    Multipart parts = Multipart.scan(body, boundary, budget.mimeParts());
    if (parts.parts().isEmpty()) {
      throw new MalformedMessage(
          "message: its boundary '"
              + boundary
              + "' does not occur in it (RFC 2046 §5.1.1); send it whole");
    }
    List<Octets> out = new ArrayList<>();
    for (Multipart.Part part : parts.parts()) {
      out.add(ascii("--" + boundary + "\r\n"));
      out.add(part(part.of(body), depth + 1));
      out.add(ascii("\r\n"));
    }
    out.add(ascii("--" + boundary + "--\r\n"));
    return new Safe(without(structural, "Content-Transfer-Encoding"), Octets.concat(out));
  }

  private Octets part(Octets part, int depth) throws IOException {
    if (isSafe(part)) {
      return part;
    }
    Header header = Header.ofPart(part, budget.headerBytes());
    Safe safe =
        of(header, part.slice(header.bodyOffset(), part.size() - header.bodyOffset()), depth);
    return Entity.join(safe.structural(), safe.body());
  }

  /** A message within: its own fields stay as they are. */
  private Octets message(Octets body, int depth) throws IOException {
    Header header = Header.read(body, budget.headerBytes());
    Safe safe =
        of(header, body.slice(header.bodyOffset(), body.size() - header.bodyOffset()), depth + 1);
    List<Field> fields =
        new ArrayList<>(header.fields().stream().filter(f -> !f.isStructural()).toList());
    fields.addAll(safe.structural());
    return Entity.join(fields, safe.body());
  }

  private Safe leaf(List<Field> structural, Header header, ContentType type, Octets body)
      throws IOException {
    String from = header.transferEncoding();
    boolean isText =
        type.type().startsWith("text/")
            && !type.parameter("charset").orElse("").toLowerCase(Locale.ROOT).startsWith("utf-16")
            && !type.parameter("charset").orElse("").toLowerCase(Locale.ROOT).startsWith("utf-32");
    String to =
        from.equals("quoted-printable") || (isText && !from.equals("base64"))
            ? "quoted-printable"
            : "base64";
    try (Spool.Draft draft = spool.draft();
        InputStream in = body.stream()) {
      Entity.recode(in, from, to, draft, spool);
      List<Field> fields = new ArrayList<>(without(structural, "Content-Transfer-Encoding"));
      fields.add(Field.of("Content-Transfer-Encoding", to));
      return new Safe(fields, draft.finish());
    }
  }

  private static List<Field> without(List<Field> fields, String name) {
    return fields.stream().filter(f -> !f.is(name)).toList();
  }

  private static Octets ascii(String text) {
    return Octets.of(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  static boolean isSafe(Octets octets) throws IOException {
    return octets instanceof TransportScan.Known known
        ? known.isSafe()
        : TransportScan.of(octets).isSafe();
  }
}
