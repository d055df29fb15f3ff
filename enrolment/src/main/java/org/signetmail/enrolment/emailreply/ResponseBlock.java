package org.signetmail.enrolment.emailreply;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.signetmail.smime.Octets;

/**
 * The digest between the two lines of a response (RFC 8823 §3.2 (7)): in the text of the message,
 * or in the text among its alternatives. Line ends within it do not count; anything around it is
 * ignored; two of them are none.
 */
final class ResponseBlock {
  private static final int MOST_PARTS = 20;
  private static final int LONGEST_LINE = 2_000; // characters
  private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}=?");

  private final StringBuilder digest = new StringBuilder();
  private int blocks;
  private boolean isOpen;
  private boolean isBroken;

  private ResponseBlock() {}

  /**
   * The digest of a message's one block.
   *
   * @param message in memory bounds, its lines ended by CR LF
   */
  static Optional<String> digest(Octets message) throws IOException {
    MimeTokenStream stream =
        new MimeTokenStream(
            new MimeConfig.Builder().setMaxLineLen(10_000).setMaxHeaderCount(1_000).build());
    stream.parse(message.stream());
    ResponseBlock block = new ResponseBlock();
    try {
      int depth = 0;
      int parts = 0;
      boolean isAlternative = false;
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM;
          state = stream.next()) {
        switch (state) {
          case T_START_MULTIPART -> {
            depth++;
            isAlternative |= depth == 1 && isOf(stream, "multipart/alternative");
          }
          case T_END_MULTIPART -> depth--;
          case T_BODY -> {
            if (++parts > MOST_PARTS) {
              return Optional.empty();
            }
            boolean isRead = depth == 0 || (depth == 1 && isAlternative);
            if (isRead && isOf(stream, "text/plain")) {
              block.read(stream.getDecodedInputStream());
            }
          }
          default -> {}
        }
      }
    } catch (MimeException | IOException e) {
      return Optional.empty(); // the octets are at hand: what fails is their form
    }
    return block.value();
  }

  private static boolean isOf(MimeTokenStream stream, String mediaType) {
    return stream.getBodyDescriptor().getMimeType().equalsIgnoreCase(mediaType);
  }

  private void read(InputStream text) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      line(line.stripTrailing());
    }
    isBroken |= isOpen;
  }

  private void line(String line) {
    if (line.equals(ResponseMail.BEGIN)) {
      isBroken |= isOpen;
      isOpen = true;
      blocks++;
    } else if (line.equals(ResponseMail.END)) {
      isBroken |= !isOpen;
      isOpen = false;
    } else if (isOpen) {
      digest.append(line.strip());
      isBroken |= digest.length() > LONGEST_LINE;
    }
  }

  private Optional<String> value() {
    String text = digest.toString();
    return blocks == 1 && !isBroken && DIGEST.matcher(text).matches()
        ? Optional.of(text.replace("=", ""))
        : Optional.empty();
  }
}
