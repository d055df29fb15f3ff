package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.HeaderProtection;
import org.signetmail.smime.internal.mime.LineEnds;
import org.signetmail.smime.internal.mime.SevenBit;
import org.signetmail.smime.internal.mime.TransportScan;

/**
 * A message taken apart for protection: the fields that stay outside, and the entity that is signed
 * or encrypted, canonical and fit for seven-bit transport (RFC 8551 §3.1).
 *
 * @param outer without the structural fields, and on encryption obscured
 */
record Payload(List<Field> outer, Octets octets, Octets canonical) implements Closeable {

  static Payload of(
      Octets message,
      MessageSigner.HeaderProtection protection,
      HeaderProtection.Layer layer,
      Spool spool)
      throws IOException {
    Octets canonical = canonical(message, spool);
    Entity entity = Entity.of(canonical, Budget.STANDARD.headerBytes());
    Header header = entity.header();
    SevenBit.Safe safe = new SevenBit(spool, Budget.STANDARD).of(header, entity.body());
    List<Field> outer = header.fields().stream().filter(f -> !f.isStructural()).toList();
    boolean isProtected = protection == MessageSigner.HeaderProtection.ON;
    List<Field> inside =
        isProtected
            ? HeaderProtection.inside(header.fields(), safe.structural(), layer)
            : withType(safe.structural());
    boolean isObscured = isProtected && layer == HeaderProtection.Layer.ENCRYPTED;
    return new Payload(
        isObscured ? HeaderProtection.obscured(outer) : outer,
        Entity.join(inside, safe.body()),
        canonical);
  }

  /** The message with CRLF line ends: itself, or a copy when it has others. */
  static Octets canonical(Octets message, Spool spool) throws IOException {
    long body = Header.read(message, Budget.STANDARD.headerBytes()).bodyOffset();
    TransportScan head = TransportScan.of(message.slice(0, body));
    TransportScan rest = TransportScan.of(message.slice(body, message.size() - body));
    if (!head.hasBareLineFeed() && !rest.hasBareLineFeed()) {
      return new ScannedOctets(message.share(), body, rest.isSafe());
    }
    try (InputStream in = new LineEnds(message.stream())) {
      return spool.keep(in);
    }
  }

  /** Without MIME-Version, which belongs to the message, and with a type (RFC 2045 §5.2). */
  private static List<Field> withType(List<Field> structural) {
    List<Field> fields =
        new java.util.ArrayList<>(structural.stream().filter(f -> !f.is("MIME-Version")).toList());
    if (fields.stream().noneMatch(f -> f.is("Content-Type"))) {
      fields.add(Field.of("Content-Type", "text/plain; charset=us-ascii"));
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    octets.close();
    canonical.close();
  }
}
