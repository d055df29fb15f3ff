package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.signetmail.smime.Octets;

/** Takes the words with which people ask for protection out of the subject. */
final class SubjectRewrite {
  private static final Pattern FIELD =
      Pattern.compile("(?imd)^subject[ \\t]*:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*");

  private SubjectRewrite() {}

  /** Writes the message with another subject field, and all else octet for octet. */
  static void write(Octets message, List<String> removed, OutputStream out) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    try (InputStream in = message.stream()) {
      String fields =
          new String(in.readNBytes(Math.toIntExact(header.octets())), StandardCharsets.ISO_8859_1);
      String changed = field(without(header.subject(), removed));
      out.write(
          FIELD
              .matcher(fields)
              .replaceFirst(Matcher.quoteReplacement(changed))
              .getBytes(StandardCharsets.ISO_8859_1));
      in.transferTo(out);
    }
  }

  private static String field(String subject) {
    int used = "Subject: ".length();
    String encoded = EncoderUtil.encodeIfNecessary(subject, EncoderUtil.Usage.TEXT_TOKEN, used);
    return MimeUtil.fold("Subject: " + encoded, 0) + "\r\n";
  }

  /**
   * Writes a message from outside without marks that only we may set, in any of its subject fields,
   * and with the one that it is given; all else octet for octet.
   *
   * @return whether anything is otherwise than it was; else nothing was written
   */
  static boolean mark(Octets message, Set<String> ours, Optional<String> mark, OutputStream out)
      throws IOException {
    MessageHeader header = MessageHeader.read(message);
    List<String> forged = List.copyOf(ours);
    List<String> fields = RawFields.of(message, header);
    StringBuilder written = new StringBuilder();
    boolean marked = mark.isEmpty();
    for (String raw : fields) {
      boolean isEnd = raw.equals("\r\n") || raw.equals("\n");
      if (RawFields.name(raw).equals("subject")) {
        String subject = DecoderUtil.decodeEncodedWords(RawFields.value(raw), DecodeMonitor.SILENT);
        String honest = carriesAny(subject, forged) ? without(subject, forged) : subject;
        String shown = marked ? honest : mark.get() + " " + honest;
        written.append(shown.equals(subject) ? raw : field(shown));
        marked = true;
      } else {
        written.append(isEnd && !marked ? field(mark.get()) : "").append(raw);
        marked |= isEnd;
      }
    }
    String section = written.toString();
    if (section.equals(String.join("", fields))) {
      return false;
    }
    out.write(section.getBytes(StandardCharsets.ISO_8859_1));
    try (InputStream in = message.stream()) {
      in.skipNBytes(header.octets());
      in.transferTo(out);
    }
    return true;
  }

  /** Blanks between letters and case hide nothing. */
  private static boolean carriesAny(String subject, List<String> marks) {
    return marks.stream()
        .anyMatch(mark -> !without(subject, List.of(mark)).equals(squeezed(subject)));
  }

  private static String squeezed(String subject) {
    return subject.replaceAll("[ \\t]+", " ").strip();
  }

  static String without(String subject, List<String> removed) {
    String shorter = subject;
    for (String text : removed) {
      shorter =
          Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
              .matcher(shorter)
              .replaceAll(" ");
    }
    return squeezed(shorter);
  }
}
