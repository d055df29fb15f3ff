package org.signetmail.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The header section of a message (RFC 5322 §2.2), as far as mail flow looks at it. Immutable.
 *
 * @param fields in order
 * @param octets of the header section with the empty line that ends it
 */
public record MessageHeader(List<Field> fields, long octets) {
  private static final int LARGEST = 1 << 20;

  /**
   * One header field.
   *
   * @param value unfolded, without blanks around it
   */
  public record Field(String name, String value) {}

  public MessageHeader {
    fields = List.copyOf(fields);
  }

  /**
   * @throws MalformedMessage when no end of the header can be found within 1 MiB
   */
  public static MessageHeader read(Octets message) throws IOException {
    List<Field> fields = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    long octets = 0;
    try (InputStream in = new java.io.BufferedInputStream(message.stream(), 4_096)) {
      while (true) {
        byte[] line = line(in);
        octets += line.length;
        if (octets > LARGEST) {
          throw new MalformedMessage(
              "message: header is larger than 1 MiB (RFC 5322 §2.2); shorten it");
        }
        String text = text(line);
        boolean folded = !open.isEmpty() && (text.startsWith(" ") || text.startsWith("\t"));
        if (!folded) {
          close(open, fields);
        }
        if (text.isEmpty()) {
          return new MessageHeader(fields, octets);
        }
        open.append(folded ? " " : "").append(folded ? text.strip() : text);
      }
    }
  }

  /** All values of a field, by its name in any case. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The one author; empty when From is missing, is given twice, or names none or several. */
  public Optional<Mailbox> from() {
    List<Mailbox> authors = mailboxes("From");
    return all("From").size() == 1 && authors.size() == 1
        ? Optional.of(authors.getFirst())
        : Optional.empty();
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

  /** The next line with its line end; empty at the end of the message. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n' || line.size() > LARGEST) {
        break;
      }
    }
    return line.toByteArray();
  }

  private static String text(byte[] line) {
    String text = isAscii(line) ? new String(line, StandardCharsets.ISO_8859_1) : decoded(line);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isAscii(byte[] line) {
    for (byte b : line) {
      if (b < 0) {
        return false;
      }
    }
    return true;
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
