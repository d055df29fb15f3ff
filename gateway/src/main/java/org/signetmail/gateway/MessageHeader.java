package org.signetmail.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.MailboxList;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The header section of a message (RFC 5322 §2.2), as far as mail flow looks at it. Immutable, and
 * safe for use by many threads.
 */
public final class MessageHeader {
  private static final int LARGEST = 1 << 20;
  private static final int PIECE = 1 << 12; // most headers are in the first

  private final List<Field> fields;
  private final long octets;
  private @Nullable List<Mailbox> authors; // asked for again and again; a race finds them twice

  /**
   * One header field.
   *
   * @param value unfolded, without blanks around it
   */
  public record Field(String name, String value) {}

  private MessageHeader(List<Field> fields, long octets) {
    this.fields = List.copyOf(fields);
    this.octets = octets;
  }

  /**
   * @throws MalformedMessage when no end of the header can be found within 1 MiB
   */
  public static MessageHeader read(Octets message) throws IOException {
    byte[] section = section(message);
    List<Field> fields = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (int from = 0, next = 0; from < section.length; from = next) {
      next = lineEnd(section, from);
      String text = text(section, from, next);
      boolean folded = !open.isEmpty() && (text.startsWith(" ") || text.startsWith("\t"));
      if (!folded) {
        close(open, fields);
      }
      open.append(folded ? " " : "").append(folded ? text.strip() : text);
    }
    close(open, fields);
    return new MessageHeader(fields, section.length);
  }

  /** In order. */
  public List<Field> fields() {
    return fields;
  }

  /** Of the header section, with the empty line that ends it. */
  public long octets() {
    return octets;
  }

  /** All values of a field, by its name in any case. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        values.add(field.value());
      }
    }
    return values;
  }

  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The one author; empty when From is missing, is given twice, or names none or several. */
  public Optional<Mailbox> from() {
    List<Mailbox> found = authors;
    if (found == null) {
      found = all("From").size() == 1 ? mailboxes("From") : List.of();
      authors = found;
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Those whom every recipient can see to be recipients. */
  public List<Mailbox> visibleRecipients() {
    return Stream.of("To", "Cc", "Resent-To", "Resent-Cc")
        .flatMap(name -> mailboxes(name).stream())
        .toList();
  }

  /** The subject as people read it (RFC 2047). */
  public String subject() {
    return DecoderUtil.decodeEncodedWords(first("Subject").orElse(""), DecodeMonitor.SILENT);
  }

  /** Values by name in lower case. */
  public Map<String, List<String>> byName() {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (Field field : fields) {
      byName
          .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(field.value());
    }
    return byName;
  }

  /**
   * The addresses in all fields of a name. Those that cannot be read are left out: nobody is sent
   * mail from here.
   */
  public List<Mailbox> mailboxes(String name) {
    List<Mailbox> found = new ArrayList<>();
    for (String value : all(name)) {
      MailboxList list = LenientAddressParser.DEFAULT.parseAddressList(value).flatten();
      for (org.apache.james.mime4j.dom.address.Mailbox mailbox : list) {
        try {
          found.add(Mailbox.of(mailbox.getAddress()));
        } catch (IllegalArgumentException e) {
          // not an address that mail can go to
        }
      }
    }
    return found;
  }

  /** The octets up to and with the empty line, or all when there is none. */
  private static byte[] section(Octets message) throws IOException {
    ByteArrayOutputStream section = new ByteArrayOutputStream(PIECE);
    try (InputStream in = message.stream()) {
      byte[] piece = new byte[PIECE];
      boolean isLineEmpty = true; // so far
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        for (int i = 0; i < n; i++) {
          if (piece[i] == '\n' && isLineEmpty) {
            section.write(piece, 0, i + 1);
            return bounded(section);
          }
          isLineEmpty = piece[i] == '\n' || (isLineEmpty && piece[i] == '\r');
        }
        section.write(piece, 0, n);
        if (section.size() > LARGEST) {
          break;
        }
      }
    }
    return bounded(section);
  }

  private static byte[] bounded(ByteArrayOutputStream section) throws MalformedMessage {
    if (section.size() > LARGEST) {
      throw new MalformedMessage(
          "message: header is larger than 1 MiB (RFC 5322 §2.2); shorten it");
    }
    return section.toByteArray();
  }

  private static int lineEnd(byte[] section, int from) {
    int end = from;
    while (end < section.length && section[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, section.length);
  }

  private static String text(byte[] section, int from, int to) {
    int end = to;
    while (end > from && (section[end - 1] == '\n' || section[end - 1] == '\r')) {
      end--;
    }
    for (int i = from; i < end; i++) {
      if (section[i] < 0) {
        return decoded(Arrays.copyOfRange(section, from, end));
      }
    }
    return new String(section, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new String(line, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * A line without a field name is not a field; it is passed on with the rest and looked at by
   * nobody.
   */
  private static void close(StringBuilder open, List<Field> fields) {
    int colon = open.indexOf(":");
    if (colon > 0) {
      String name = open.substring(0, colon).stripTrailing();
      fields.add(new Field(name, open.substring(colon + 1).strip()));
    }
    open.setLength(0);
  }
}
