package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.smime.internal.cms.CompressedMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.mime.Base64Output;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.HeaderProtection;
import org.signetmail.smime.internal.mime.LegacyDisplay;
import org.signetmail.smime.internal.mime.LineEnds;
import org.signetmail.smime.internal.mime.SevenBit;
import org.signetmail.smime.internal.mime.TransportScan;

/**
 * A message taken apart for protection: the fields that stay outside, and the entity that is signed
 * or encrypted, canonical and fit for seven-bit transport (RFC 8551 §3.1).
 *
 * @param outer MIME-Version, no other field of structure, and on encryption nothing that is hidden
 */
record Payload(List<Field> outer, Octets octets, Octets canonical) implements Closeable {

  /** Whether the text is compressed before anything else is done (RFC 8551 §3.6). */
  enum Compression {
    NONE,
    ZLIB
  }

  /** What becomes of the fields that name hidden recipients (RFC 5322 §3.6.3). */
  enum Blind {
    KEPT,
    REMOVED
  }

  /**
   * What is made of a message.
   *
   * @param confidentiality what the outside of an encrypted message shows
   */
  record Plan(
      MessageSigner.HeaderProtection protection,
      HeaderProtection.Layer layer,
      HeaderConfidentiality confidentiality,
      Compression compression,
      Blind blind) {
    static Plan encrypting(MessageSigner.HeaderProtection protection) {
      return new Plan(
          protection,
          HeaderProtection.Layer.ENCRYPTED,
          HeaderConfidentiality.BASELINE,
          Compression.NONE,
          Blind.KEPT);
    }

    static Plan signing(MessageSigner.HeaderProtection protection, Compression compression) {
      return new Plan(
          protection,
          HeaderProtection.Layer.SIGNED,
          HeaderConfidentiality.BASELINE,
          compression,
          Blind.KEPT);
    }

    Plan with(HeaderConfidentiality other) {
      return new Plan(protection, layer, other, compression, blind);
    }

    Plan with(Compression other) {
      return new Plan(protection, layer, confidentiality, other, blind);
    }

    Plan with(Blind other) {
      return new Plan(protection, layer, confidentiality, compression, other);
    }

    boolean hides() {
      return protection == MessageSigner.HeaderProtection.ON
          && layer == HeaderProtection.Layer.ENCRYPTED;
    }
  }

  static Payload of(Octets message, Plan plan, Spool spool) throws IOException {
    Octets canonical = canonical(message, spool);
    Entity entity = Entity.of(canonical, Budget.STANDARD.headerBytes());
    List<Field> outer = message(entity.header(), plan.blind());
    boolean isLayer = LayerTypes.isCryptographic(entity);
    List<Field> shown =
        plan.hides() && (!isLayer || carriesSubject(canonical, spool))
            ? HeaderProtection.outside(outer, plan.confidentiality())
            : outer;
    Entity text = isLayer ? entity : unmarked(entity);
    if (isLayer || plan.protection() == MessageSigner.HeaderProtection.OFF) {
      // What is signed or encrypted already is no payload: hp has no place on it (RFC 9788 §5).
      SevenBit.Safe safe = safe(text, plan, spool);
      return new Payload(
          outside(shown), Entity.join(structure(safe.structural()), safe.body()), canonical);
    }
    List<Field> hidden =
        plan.hides() ? HeaderProtection.hidden(outer, plan.confidentiality()) : List.of();
    if (!hidden.isEmpty()) {
      text = new LegacyDisplay(spool, Budget.STANDARD).added(text, hidden);
    }
    SevenBit.Safe safe = safe(text, plan, spool);
    List<Field> inside =
        HeaderProtection.inside(outer, shown, structure(safe.structural()), plan.layer());
    return new Payload(outside(shown), Entity.join(inside, safe.body()), canonical);
  }

  private static List<Field> outside(List<Field> shown) {
    List<Field> fields = new ArrayList<>(shown);
    fields.add(Field.of("MIME-Version", "1.0"));
    return List.copyOf(fields);
  }

  private static SevenBit.Safe safe(Entity entity, Plan plan, Spool spool) throws IOException {
    SevenBit.Safe safe = new SevenBit(spool, Budget.STANDARD).of(entity.header(), entity.body());
    if (plan.compression() == Compression.NONE) {
      return safe;
    }
    Octets content = Entity.join(structure(safe.structural()), safe.body());
    Optional<Octets> packed = CompressedMaker.deflate(content, Budget.STANDARD, spool);
    if (packed.isEmpty()) {
      return safe;
    }
    content.close();
    try (Spool.Draft draft = spool.draft();
        Octets cms = packed.get()) {
      try (Base64Output encoder = new Base64Output(draft)) {
        cms.writeTo(encoder);
      }
      List<Field> fields = new ArrayList<>();
      fields.add(
          Field.of(
              "Content-Type",
              "application/pkcs7-mime; smime-type=compressed-data;\r\n name=\"smime.p7z\""));
      fields.addAll(EnvelopeFields.base64("smime.p7z"));
      return new SevenBit.Safe(fields, draft.finish());
    }
  }

  private static List<Field> message(Header header, Blind blind) {
    return header.fields().stream()
        .filter(f -> !f.isStructural())
        .filter(f -> blind == Blind.KEPT || !(f.is("Bcc") || f.is("Resent-Bcc")))
        .toList();
  }

  /** Without marks of header protection that somebody else made. */
  private static Entity unmarked(Entity entity) {
    List<Field> fields =
        entity.header().fields().stream()
            .map(f -> f.is("Content-Type") ? HeaderProtection.unmarked(f) : f)
            .toList();
    Header header = entity.header();
    return new Entity(new Header(fields, header.bodyOffset(), header.isOdd()), entity.octets());
  }

  /** Whether what is signed carries the Subject itself, so that the outside need not show it. */
  private static boolean carriesSubject(Octets message, Spool spool) throws IOException {
    MessageReader.Options options = MessageReader.Options.standard();
    Jca jca = new Jca(Primitives.platform());
    try (Layers layers =
        new Layers(OpeningKeys.NONE, spool, options, jca, new CertificateCache(0))) {
      layers.walk(message.share());
      ShownHeader shown = ShownHeader.of(layers);
      return shown.origin() != ShownHeader.Origin.OUTSIDE && shown.value("Subject").isPresent();
    }
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
  private static List<Field> structure(List<Field> structural) {
    List<Field> fields =
        new ArrayList<>(structural.stream().filter(f -> !f.is("MIME-Version")).toList());
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
