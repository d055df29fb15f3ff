package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a proxy says of its client before the first octet of the client's own: the PROXY protocol,
 * version 1 (a line) or 2 (octets). Additions (TLV) are passed over; a checksum is not asked for,
 * the transport has one.
 */
public sealed interface ProxyHeader {
  /** Longest line of version 1 with its CR LF. */
  int LONGEST_LINE = 107;

  /** Longest header of version 2: addresses, and more room for additions than proxies take. */
  int LONGEST = 1_024;

  /** A client's connection. */
  record Of(InetAddress client, int port) implements ProxyHeader {}

  /** The proxy's own connection, or a client whose address it does not tell. */
  record OwnConnection() implements ProxyHeader {}

  /** No header, or none that we know. */
  record Malformed(String what) implements ProxyHeader {}

  /** Version 2 begins with these. */
  String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

  /** What both versions have at least. */
  int SHORTEST = 12;

  /**
   * Reads a header, and nothing of what follows it.
   *
   * @throws SocketTimeoutException when it was not whole in time
   */
  static ProxyHeader read(WireInput in, Duration patience) throws IOException {
    byte[] start = in.octets(SHORTEST, patience);
    if (text(start).equals(SIGNATURE)) {
      byte[] fixed = in.octets(4, patience);
      int length = fixed.length < 4 ? 0 : ByteBuffer.wrap(fixed).getShort(2) & 0xffff;
      if (SHORTEST + 4 + length > LONGEST) {
        return new Malformed("is longer than " + LONGEST + " octets");
      }
      return of(joined(joined(start, fixed), in.octets(length, patience)));
    }
    if (!text(start).startsWith("PROXY ")) {
      return new Malformed("is not there");
    }
    return in.line(LONGEST_LINE - SHORTEST, patience) instanceof WireInput.Line.Text(byte[] rest)
        ? of(joined(joined(start, rest), new byte[] {'\r', '\n'}))
        : new Malformed("is no line of at most " + LONGEST_LINE + " octets");
  }

  /** Takes a whole header apart, whatever the octets are. */
  static ProxyHeader of(byte[] header) {
    String text = text(header);
    return text.startsWith(SIGNATURE) ? octets(header) : line(text);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static ProxyHeader line(String line) {
    if (line.length() > LONGEST_LINE || !line.endsWith("\r\n")) {
      return new Malformed("is no line of at most " + LONGEST_LINE + " octets");
    }
    String[] words = line.substring(0, line.length() - 2).split(" ", -1);
    if (words.length >= 2 && words[0].equals("PROXY") && words[1].equals("UNKNOWN")) {
      return new OwnConnection();
    }
    if (words.length != 6 || !words[0].equals("PROXY") || !words[1].matches("TCP[46]")) {
      return new Malformed("has no protocol, two addresses and two ports");
    }
    boolean four = words[1].equals("TCP4");
    try {
      InetAddress client = address(words[2], four);
      address(words[3], four);
      port(words[5]);
      return new Of(client, port(words[4]));
    } catch (IllegalArgumentException e) {
      return new Malformed("has an address or a port that is none");
    }
  }

  private static InetAddress address(String text, boolean four) {
    if (!text.matches(four ? "[0-9]{1,3}(\\.[0-9]{1,3}){3}" : "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text);
  }

  private static int port(String text) {
    if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 0xffff) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(text);
  }

  private static ProxyHeader octets(byte[] header) {
    ByteBuffer in = ByteBuffer.wrap(header).position(SHORTEST);
    if (in.remaining() < 4) {
      return new Malformed("is cut off");
    }
    int command = in.get() & 0xff;
    int family = in.get() & 0xff;
    int length = in.getShort() & 0xffff;
    if (length != in.remaining() || header.length > LONGEST) {
      return new Malformed("is not as long as it says");
    }
    if (command != 0x20 && command != 0x21) {
      return new Malformed("has a version or command that is not known");
    }
    if (command == 0x20 || family == 0x00) {
      return new OwnConnection();
    }
    return switch (family) {
      case 0x11 -> client(in, 4);
      case 0x21 -> client(in, 16);
      case 0x31 -> new OwnConnection();
      default -> new Malformed("is of a protocol that is not TCP");
    };
  }

  private static ProxyHeader client(ByteBuffer in, int width) {
    if (in.remaining() < 2 * width + 4) {
      return new Malformed("has no room for its addresses");
    }
    byte[] address = new byte[width];
    in.get(address);
    in.position(in.position() + width);
    try {
      return new Of(InetAddress.getByAddress(address), in.getShort() & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 octets are addresses", e);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }
}
