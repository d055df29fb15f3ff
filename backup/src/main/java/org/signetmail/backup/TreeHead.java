package org.signetmail.backup;

import org.signetmail.tlog.Hash;

/**
 * The log at one moment: how many leaves, and the root of the Merkle tree over them (RFC 9162
 * §2.1).
 */
public record TreeHead(long size, Hash root) {
  @Override
  public String toString() {
    return size + " " + root.base64();
  }
}
