package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  static String without(String subject, List<String> removed) {
    String shorter = subject;
    for (String text : removed) {
      shorter =
          Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
              .matcher(shorter)
              .replaceAll(" ");
    }
    return shorter.replaceAll("[ \\t]+", " ").strip();
  }
}
