package org.signetmail.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Sends any octets whatever, and reads replies. Once a server has offered ENHANCEDSTATUSCODES, a
 * reply without one is an error (RFC 2034 §4), so every test that uses this looks for it.
 */
final class RawClient implements AutoCloseable {
  private static final Pattern ENHANCED =
      Pattern.compile("([245])\\d\\d[ -]\\1\\.\\d{1,3}\\.\\d{1,3} .*");

  /** The replies that have none: a banner, those to HELO and EHLO, and what asks for more. */
  private static final Pattern EXEMPT =
      Pattern.compile("220 \\S+ ESMTP Signet|250 \\S+|(?s)250-.*ENHANCEDSTATUSCODES|3\\d\\d .*");

  Socket socket;
  private BufferedReader in;
  private boolean enhanced;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = reader(socket);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Up to EHLO and STARTTLS, and on under TLS; EHLO is to be said again. */
  RawClient toTls(SSLContext trust) throws IOException {
    reply();
    say("EHLO client.example");
    String go = say("STARTTLS");
    if (!go.startsWith("220")) {
      throw new IOException(go);
    }
    return secure(trust);
  }

  /** Goes on under TLS. */
  RawClient secure(SSLContext trust) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = reader(tls);
    return this;
  }

  /** Sends the text with one octet a character. */
  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
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
        return checked(whole.toString());
      }
    }
  }

  private String checked(String reply) {
    boolean exempt = EXEMPT.matcher(reply).matches();
    if (enhanced && !exempt && !reply.lines().allMatch(line -> ENHANCED.matcher(line).matches())) {
      throw new AssertionError("no enhanced status code: " + reply);
    }
    enhanced |= reply.contains("ENHANCEDSTATUSCODES");
    return reply;
  }

  int code() throws IOException {
    String reply = reply();
    return reply.equals("end") ? 0 : Integer.parseInt(reply.substring(0, 3));
  }

  String say(String line) throws IOException {
    return send(line + "\r\n").reply();
  }

  /** The codes of the replies to these lines, each said when the one before is answered. */
  List<Integer> codes(List<String> lines) throws IOException {
    List<Integer> codes = new ArrayList<>();
    for (String line : lines) {
      codes.add(send(line + "\r\n").code());
    }
    return codes;
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
