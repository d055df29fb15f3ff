package org.signetmail.smtp;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of IP addresses that begin with the same bits (RFC 4632 §3.1, RFC 4291 §2.3), such as
 * {@code 192.0.2.0/24}. An IPv4 address that is written within IPv6 ({@code ::ffff:192.0.2.1}) is
 * that IPv4 address.
 *
 * @param first the lowest address
 * @param length how many bits are the same
 */
public record AddressBlock(InetAddress first, int length) {
  private static final String FOUR_NUMBERS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

  public AddressBlock {
    byte[] octets = first.getAddress();
    if (length < 0 || length > octets.length * 8) {
      throw new IllegalArgumentException(
          "'" + first.getHostAddress() + "/" + length + "' has a length that no block has");
    }
    if (!Arrays.equals(octets, masked(octets, length))) {
      throw new IllegalArgumentException(
          "'" + first.getHostAddress() + "/" + length + "' has bits beyond its length");
    }
  }

  /**
   * Reads a block, or one address alone. No name is looked up.
   *
   * @throws IllegalArgumentException in words for a configuration's reader
   */
  public static AddressBlock of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "" : text.substring(slash + 1);
    boolean isAddress = address.matches(FOUR_NUMBERS) || address.contains(":");
    if (!isAddress || (slash >= 0 && !length.matches("[0-9]{1,3}"))) {
      throw none(text);
    }
    InetAddress first = literal(address, text);
    return new AddressBlock(
        first, slash < 0 ? first.getAddress().length * 8 : Integer.parseInt(length));
  }

  public boolean contains(InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] ours = first.getAddress();
    return octets.length == ours.length && Arrays.equals(ours, masked(octets, length));
  }

  private static InetAddress literal(String address, String text) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw none(text);
    }
  }

  private static byte[] masked(byte[] octets, int length) {
    byte[] masked = octets.clone();
    for (int bit = length; bit < masked.length * 8; bit++) {
      masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return masked;
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no block of addresses such as 192.0.2.0/24 or 2001:db8::/32");
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + length;
  }
}
