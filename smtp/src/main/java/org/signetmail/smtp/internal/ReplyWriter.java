package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.signetmail.gateway.Answer;

/**
 * Writes replies: ASCII, lines under 512 octets, long texts over several lines (RFC 5321 §4.2).
 * Nothing reaches the wire before {@link #flush}. For one thread.
 */
final class ReplyWriter {
  private static final int WIDTH = 400;

  private final OutputStream out;
  private final StringBuilder pending = new StringBuilder();

  ReplyWriter(OutputStream out) {
    this.out = out;
  }

  void say(Answer answer) {
    String rest = answer.text();
    while (rest.length() > WIDTH) {
      int cut = rest.lastIndexOf(' ', WIDTH);
      cut = cut < 1 ? WIDTH : cut;
      line(answer.code(), '-', answer.status() + " " + rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    line(answer.code(), ' ', answer.status() + " " + rest);
  }

  /** A reply without enhanced status codes: greeting, EHLO, 354 (RFC 2034 §4). */
  void say(int code, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(code, i + 1 < lines.size() ? '-' : ' ', lines.get(i));
    }
  }

  void flush() throws IOException {
    if (!pending.isEmpty()) {
      out.write(pending.toString().getBytes(StandardCharsets.US_ASCII));
      out.flush();
      pending.setLength(0);
    }
  }

  private void line(int code, char separator, String text) {
    pending.append(code).append(separator);
    pending.append(text.replace("§", "section ")).append("\r\n");
  }
}
