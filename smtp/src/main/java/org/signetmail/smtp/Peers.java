package org.signetmail.smtp;

import java.net.InetAddress;
import java.util.List;

/** Hosts that are listed for something, by their addresses. */
public record Peers(List<AddressBlock> blocks) {
  public static final Peers NOBODY = new Peers(List.of());

  /** This machine. */
  public static final Peers LOOPBACK = of("127.0.0.0/8", "::1");

  public static final Peers ANYBODY = of("0.0.0.0/0", "::/0");

  public Peers {
    blocks = List.copyOf(blocks);
  }

  /**
   * @throws IllegalArgumentException when one is no block of addresses
   */
  public static Peers of(String... blocks) {
    return new Peers(List.of(blocks).stream().map(AddressBlock::of).toList());
  }

  public boolean contains(InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
