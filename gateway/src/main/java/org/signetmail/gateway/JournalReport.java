package org.signetmail.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * What a journal keeps of a message: its envelope, in a first part of lines {@code Sender:} and
 * {@code To:}, {@code Cc:}, {@code Bcc:} or {@code Recipient:}, and the message itself as a second
 * part, message/rfc822 ([MS-XJRNL]).
 *
 * @param original a view of the report's octets
 */
public record JournalReport(Envelope envelope, Octets original) {
  private static final String MARK = "X-MS-Journal-Report";
  private static final Set<String> RECIPIENTS = Set.of("to", "cc", "bcc", "recipient");
  private static final int LONGEST_PART = 1 << 20; // of envelope lines: octets

  /**
   * The report that a message is; empty when it is none.
   *
   * @throws MalformedMessage when it says that it is one and is not
   */
  public static Optional<JournalReport> read(MessageHeader header, Octets message)
      throws IOException {
    if (header.first(MARK).isEmpty()) {
      return Optional.empty();
    }
    String delimiter = "--" + boundary(header);
    try (InputStream in = new BufferedInputStream(message.stream())) {
      in.skipNBytes(header.octets());
      Lines lines = new Lines(in, header.octets());
      lines.skipTo(delimiter);
      Envelope envelope = envelope(lines, delimiter);
      lines.skipPartHeader();
      long start = lines.at;
      long end = lines.skipTo(delimiter);
      return Optional.of(new JournalReport(envelope, message.slice(start, end - start)));
    }
  }

  private static String boundary(MessageHeader header) throws MalformedMessage {
    RawField type = new RawField("Content-Type", header.first("Content-Type").orElse("text/plain"));
    return RawFieldParser.DEFAULT.parseRawBody(type).getParams().stream()
        .filter(pair -> pair.getName().equalsIgnoreCase("boundary"))
        .map(NameValuePair::getValue)
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .orElseThrow(() -> malformed("is not a multipart message"));
  }

  private static Envelope envelope(Lines lines, String delimiter) throws IOException {
    lines.skipPartHeader();
    long start = lines.at;
    Optional<Mailbox> sender = Optional.empty();
    Set<Mailbox> recipients = new LinkedHashSet<>();
    for (String line = lines.next(); !line.startsWith(delimiter); line = lines.next()) {
      if (lines.at - start > LONGEST_PART) {
        throw malformed("has more than 1 MiB of envelope");
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).split(",", 2)[0].strip();
      if (name.equals("sender") && !value.isEmpty() && !value.equals("<>")) {
        sender = Optional.of(mailbox(value));
      } else if (RECIPIENTS.contains(name)) {
        recipients.add(mailbox(value));
      }
    }
    return new Envelope(
        sender,
        recipients.stream().map(to -> new Envelope.Recipient(to, List.of())).toList(),
        List.of());
  }

  private static Mailbox mailbox(String address) throws MalformedMessage {
    try {
      return Mailbox.of(address);
    } catch (IllegalArgumentException e) {
      throw malformed("names '" + address + "', which is no mailbox");
    }
  }

  private static MalformedMessage malformed(String what) {
    return new MalformedMessage("message: journal report " + what + " ([MS-XJRNL]); leave it out");
  }

  /** Lines with the place they are at; a longer one than 64 KiB comes in pieces. */
  private static final class Lines {
    private static final int PIECE = 1 << 16;

    private final InputStream in;
    private long at;

    Lines(InputStream in, long at) {
      this.in = in;
      this.at = at;
    }

    String next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(80);
      for (int b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (b == '\n' || line.size() == PIECE) {
          break;
        }
      }
      if (line.size() == 0) {
        throw malformed("ends too early");
      }
      at += line.size();
      return line.toString(StandardCharsets.UTF_8);
    }

    /** Where the line began that begins so; the next is the one after it. */
    long skipTo(String delimiter) throws IOException {
      while (true) {
        long start = at;
        if (next().startsWith(delimiter)) {
          return start;
        }
      }
    }

    void skipPartHeader() throws IOException {
      String line = next();
      while (!line.isBlank()) {
        line = next();
      }
    }
  }
}
