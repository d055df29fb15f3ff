package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;

/** Octets on a disk, of which some can be read without those before. */
interface SeekableOctets {
  InputStream stream(long from, long length) throws IOException;
}
