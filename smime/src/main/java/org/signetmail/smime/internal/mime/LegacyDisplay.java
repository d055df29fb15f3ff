package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * The Legacy Display Element (RFC 9788 §2.1.2): hidden header fields said again at the top of the
 * text, for programs that decrypt and know nothing of header protection. It is put into the main
 * body parts of what is encrypted (§5.2.2, §5.2.3) and taken out before anybody reads (§4.5.3).
 */
public final class LegacyDisplay {
  private static final String MARK = "hp-legacy-display";
  private static final int HEAD = 1 << 16; // it stands near the beginning of a text

  // Bounded, so that no text takes more than a moment to look through.
  private static final Pattern BODY =
      Pattern.compile("<body(\\s[^>]{0,1000})?>", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIV =
      Pattern.compile("<(/?)div\\b([^>]{0,1000})>", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_THE_CLASS =
      Pattern.compile(
          "\\bclass\\s*=\\s*[\"']?[^\"']*\\bheader-protection-legacy-display\\b",
          Pattern.CASE_INSENSITIVE);

  private final Spool spool;
  private final Budget budget;

  public LegacyDisplay(Spool spool, Budget budget) {
    this.spool = spool;
    this.budget = budget;
  }

  /** The entity with the fields at the top of its text, where it has one. */
  public Entity added(Entity entity, List<Field> fields) throws IOException {
    List<String> lines =
        fields.stream().map(f -> f.name() + ": " + EncodedWords.decode(f.value())).toList();
    return changed(entity, Leaves.Which.MAIN_BODY, leaf -> withElement(leaf, lines));
  }

  /** The entity without any such element. */
  public Entity removed(Entity entity) throws IOException {
    return changed(entity, Leaves.Which.ALL, this::withoutElement);
  }

  private Entity changed(Entity entity, Leaves.Which which, Leaves.Change change)
      throws IOException {
    return new Leaves(which, change, budget)
        .change(new Leaves.Part(entity.header(), entity.body()))
        .map(part -> entity(part.header().fields(), part.body()))
        .orElse(entity);
  }

  private static Entity entity(List<Field> fields, Octets body) {
    Octets octets = Entity.join(fields, body);
    return new Entity(new Header(fields, octets.size() - body.size(), false), octets);
  }

  private Optional<Leaves.Part> withElement(Leaves.Part leaf, List<String> lines)
      throws IOException {
    ContentType type = leaf.header().contentType();
    TransferEncoding encoding = TransferEncoding.of(leaf.header());
    Optional<Charset> charset = charset(type);
    if (!isText(type) || charset.isEmpty() || encoding == TransferEncoding.UNKNOWN) {
      return Optional.empty();
    }
    Field stated =
        leaf.header()
            .first("Content-Type")
            .orElse(Field.of("Content-Type", "text/plain; charset=us-ascii"));
    Field marked = HeaderProtection.with(stated, MARK, "1");
    Octets text = encoding.decoded(leaf.body(), spool);
    if (type.is("text/html")) {
      return Optional.of(part(leaf, marked, encoding, withHtml(text, lines)));
    }
    String element = lines.stream().map(l -> l + "\r\n").collect(Collectors.joining()) + "\r\n";
    boolean isAscii = charset.get().equals(StandardCharsets.US_ASCII);
    if (isAscii && !StandardCharsets.US_ASCII.newEncoder().canEncode(element)) {
      charset = Optional.of(StandardCharsets.UTF_8); // of which ASCII is a part
      marked =
          HeaderProtection.with(
              HeaderProtection.without(marked, Set.of("charset")), "charset", "utf-8");
    }
    Octets first = Octets.of(element.getBytes(charset.get()));
    return Optional.of(part(leaf, marked, encoding, Octets.concat(List.of(first, text))));
  }

  /** The text decoded: what is not fit for transport is encoded again with the whole. */
  private static Leaves.Part part(Leaves.Part leaf, Field type, TransferEncoding was, Octets text) {
    List<Field> fields = new ArrayList<>();
    for (Field field : leaf.header().fields()) {
      boolean isUndone = field.is("Content-Transfer-Encoding") && was != TransferEncoding.IDENTITY;
      if (!field.is("Content-Type") && !isUndone) {
        fields.add(field);
      }
    }
    fields.add(type);
    return new Leaves.Part(new Header(fields, 0, false), text);
  }

  /** As the first child of the body (RFC 9788 §5.2.3.1), in ASCII whatever the charset is. */
  private static Octets withHtml(Octets text, List<String> lines) throws IOException {
    Matcher body = BODY.matcher(head(text));
    int at = body.find() ? body.end() : 0;
    String element =
        "<div class=\"header-protection-legacy-display\">\r\n<pre>"
            + lines.stream().map(LegacyDisplay::escaped).collect(Collectors.joining("\r\n"))
            + "</pre></div>";
    return Octets.concat(
        List.of(
            text.slice(0, at),
            Octets.of(element.getBytes(StandardCharsets.US_ASCII)),
            text.slice(at, text.size() - at)));
  }

  private static String escaped(String line) {
    return line.codePoints()
        .mapToObj(c -> c > 126 || "<>&\"'".indexOf(c) >= 0 ? "&#" + c + ";" : Character.toString(c))
        .collect(Collectors.joining());
  }

  private Optional<Leaves.Part> withoutElement(Leaves.Part leaf) throws IOException {
    ContentType type = leaf.header().contentType();
    TransferEncoding encoding = TransferEncoding.of(leaf.header());
    boolean isMarked = type.parameter(MARK).filter("1"::equals).isPresent();
    if (!isMarked
        || !isText(type)
        || charset(type).isEmpty()
        || encoding == TransferEncoding.UNKNOWN) {
      return Optional.empty();
    }
    Octets text = encoding.decoded(leaf.body(), spool);
    Octets plain = type.is("text/html") ? withoutHtml(text) : withoutLines(text);
    List<Field> fields =
        leaf.header().fields().stream()
            .map(f -> f.is("Content-Type") ? HeaderProtection.without(f, Set.of(MARK)) : f)
            .toList();
    Octets body = encoding.encoded(plain, spool);
    if (encoding != TransferEncoding.IDENTITY) {
      text.close(); // what was decoded is encoded again
    }
    return Optional.of(new Leaves.Part(new Header(fields, 0, false), body));
  }

  /** Without the leading lines up to and with the first blank one (RFC 9788 §4.5.3.2). */
  private static Octets withoutLines(Octets text) throws IOException {
    Octets head = text.slice(0, Math.min(HEAD, text.size()));
    try (InputStream in = head.stream()) {
      Lines lines = new Lines(in, head.size());
      while (lines.next() && lines.buffer[lines.end - 1] == '\n') {
        boolean isBlank = true;
        for (int i = lines.start; i < lines.end; i++) {
          isBlank &= Character.isWhitespace(lines.buffer[i] & 0xff);
        }
        if (isBlank) {
          long start = lines.position() + (lines.end - lines.start);
          return text.slice(start, text.size() - start);
        }
      }
      return text;
    }
  }

  /** Without the element, to the end that belongs to its beginning (RFC 9788 §4.5.3.3). */
  private static Octets withoutHtml(Octets text) throws IOException {
    List<Octets> kept = new ArrayList<>();
    Matcher div = DIV.matcher(head(text));
    int from = 0; // up to here it is decided
    int start = -1; // of the element that is open
    int depth = 0; // of elements within it
    while (div.find()) {
      boolean isEnd = !div.group(1).isEmpty();
      if (start < 0) {
        if (!isEnd && OF_THE_CLASS.matcher(div.group(2)).find()) {
          start = div.start();
          depth = 1;
        }
        continue;
      }
      depth += isEnd ? -1 : 1;
      if (depth == 0) {
        kept.add(text.slice(from, start - from));
        from = div.end();
        start = -1;
      }
    }
    kept.add(text.slice(from, text.size() - from));
    return Octets.concat(kept);
  }

  private static boolean isText(ContentType type) {
    return type.is("text/plain") || type.is("text/html");
  }

  /** Of which ASCII is a part; none where it is not, or not known here. */
  private static Optional<Charset> charset(ContentType type) {
    String name = type.parameter("charset").orElse("us-ascii").toLowerCase(Locale.ROOT);
    try {
      Charset charset = Charset.forName(name);
      if (charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8)) {
        return Optional.of(charset);
      }
      byte[] probe = "A\r\n<".getBytes(StandardCharsets.US_ASCII);
      return charset.canEncode() && new String(probe, charset).equals("A\r\n<")
          ? Optional.of(charset)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The beginning, an octet for a character. */
  private static String head(Octets text) throws IOException {
    try (InputStream in = text.stream()) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
  }
}
