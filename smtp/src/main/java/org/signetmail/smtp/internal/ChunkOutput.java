package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.signetmail.gateway.Answer;

/**
 * Sends a text in chunks (BDAT, RFC 3030 §2): most messages in one, with its command in front, in
 * one write. Between chunks the server is heard, so that it can refuse before all was sent. For one
 * thread.
 */
final class ChunkOutput extends OutputStream {
  private static final int LARGEST = 1 << 20;

  /** Room for {@code BDAT 1048576 LAST} and CR LF in front of the octets. */
  private static final int COMMAND = 24;

  private final RelayConnection connection;
  private byte[] buffer;
  private int filled = COMMAND;

  /** The server takes no more of this message. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Answer answer;

    Refused(Answer answer) {
      super(answer.toString());
      this.answer = answer;
    }

    Answer answer() {
      return answer;
    }
  }

  /**
   * @param expected octets, as far as is known
   */
  ChunkOutput(RelayConnection connection, long expected) {
    this.connection = connection;
    this.buffer = new byte[COMMAND + Math.clamp(expected, 0, LARGEST)];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filled == COMMAND + LARGEST) {
        send("");
        Reply reply = connection.reply();
        if (!reply.positive()) {
          throw new Refused(reply.answer());
        }
      }
      int part = Math.min(end - from, COMMAND + LARGEST - filled);
      if (filled + part > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(COMMAND + LARGEST, 2 * (filled + part)));
      }
      System.arraycopy(b, from, buffer, filled, part);
      filled += part;
      from += part;
    }
  }

  /** Sends what is left; the server's last word follows. */
  void last() throws IOException {
    send(" LAST");
  }

  private void send(String last) throws IOException {
    byte[] command =
        ("BDAT " + (filled - COMMAND) + last + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int start = COMMAND - command.length;
    System.arraycopy(command, 0, buffer, start, command.length);
    connection.out().write(buffer, start, filled - start);
    filled = COMMAND;
  }
}
