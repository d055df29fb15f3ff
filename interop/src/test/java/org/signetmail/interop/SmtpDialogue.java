package org.signetmail.interop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An SMTP client that says what it is told, octet for octet, and shows each reply. */
final class SmtpDialogue implements Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String offer;

  /** Connects to a server on loopback and greets it. */
  SmtpDialogue(int port) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
  }

  /**
   * @param patience for each answer, in milliseconds
   */
  SmtpDialogue(InetSocketAddress server, int patience) throws IOException {
    socket = new Socket();
    socket.connect(server, patience);
    socket.setSoTimeout(patience);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    expect(reply(), "220");
    offer = expect(say("EHLO client.example.test"), "250");
  }

  /** What it said it can do. */
  String offer() {
    return offer;
  }

  /** One command, and the reply with all its lines. */
  String say(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  /** One message; the reply to the first command that is refused, or to its text. */
  String send(String from, List<String> to, byte[] message) throws IOException {
    return send("<" + from + ">", to.stream().map(one -> "<" + one + ">").toList(), message, "");
  }

  /** With parameters of MAIL, each after a blank. */
  String send(String from, List<String> to, byte[] message, String parameters) throws IOException {
    String reply = say("MAIL FROM:" + from + parameters);
    for (String one : to) {
      reply = reply.startsWith("2") ? say("RCPT TO:" + one) : reply;
    }
    if (!reply.startsWith("2")) {
      return reply;
    }
    reply = say("DATA");
    return reply.startsWith("354") ? text(message) : reply;
  }

  /** The text of a message after DATA, and the reply to it. */
  String text(byte[] message) throws IOException {
    out.write(stuffed(message));
    out.flush();
    return reply();
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      say("QUIT");
    }
  }

  /** RFC 5321 §4.5.2. */
  private static byte[] stuffed(byte[] message) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(message.length + 64);
    int before = '\n';
    for (byte b : message) {
      if (b == '.' && before == '\n') {
        text.write('.');
      }
      text.write(b);
      before = b;
    }
    text.writeBytes((before == '\n' ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
    return text.toByteArray();
  }

  private String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("connection ended after '" + reply + "'");
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      reply.append(reply.isEmpty() ? "" : "\n").append(text);
      if (text.length() < 4 || text.charAt(3) == ' ') {
        return reply.toString();
      }
    }
  }

  private static String expect(String reply, String code) throws IOException {
    if (!reply.startsWith(code)) {
      throw new IOException(reply);
    }
    return reply;
  }
}
