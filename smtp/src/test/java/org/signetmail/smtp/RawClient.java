package org.signetmail.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends any octets whatever, and reads replies. */
final class RawClient implements AutoCloseable {
  final Socket socket;
  private final BufferedReader in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends the text with one octet a character. */
  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** The next reply as {@code 250 …}, its lines joined; {@code end} when the server has closed. */
  String reply() throws IOException {
    StringBuilder whole = new StringBuilder();
    while (true) {
      String line = in.readLine();
      if (line == null) {
        return "end";
      }
      whole.append(whole.isEmpty() ? line : "\n" + line);
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return whole.toString();
      }
    }
  }

  int code() throws IOException {
    String reply = reply();
    return reply.equals("end") ? 0 : Integer.parseInt(reply.substring(0, 3));
  }

  String say(String line) throws IOException {
    return send(line + "\r\n").reply();
  }

  /** All codes until the server closes or is silent for a while. */
  List<Integer> codesToEnd() throws IOException {
    List<Integer> codes = new ArrayList<>();
    try {
      for (int code = code(); code != 0; code = code()) {
        codes.add(code);
      }
    } catch (java.net.SocketException e) {
      codes.add(-1);
    }
    return codes;
  }

  /** Up to 354. */
  RawClient toText() throws IOException {
    reply();
    say("EHLO client.example");
    say("MAIL FROM:<a@example.test>");
    say("RCPT TO:<b@example.test>");
    String go = say("DATA");
    if (!go.startsWith("354")) {
      throw new IOException(go);
    }
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
