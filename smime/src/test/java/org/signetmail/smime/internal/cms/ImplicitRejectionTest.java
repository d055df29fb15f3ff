package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RSA PKCS#1 v1.5 without an oracle (RFC 8017 §7.2.2). */
class ImplicitRejectionTest {
  private static final byte[] MADE_UP = new byte[32];

  static {
    Arrays.fill(MADE_UP, (byte) 7);
  }

  private static byte[] block() {
    byte[] block = new byte[256];
    Arrays.fill(block, (byte) 0x55);
    block[0] = 0;
    block[1] = 2;
    block[256 - 33] = 0;
    Arrays.fill(block, 256 - 32, 256, (byte) 9);
    return block;
  }

  @Test
  void theKeyIsTakenWhenThePaddingIsRight() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 9);
    assertArrayEquals(key, KeyUnwrap.selected(block(), MADE_UP));
  }

  @Test
  void theOneMadeUpIsTakenForEveryOtherPadding() {
    for (int i = 0; i <= 256 - 33; i++) {
      for (int wrong : new int[] {0, 1, 0x80, 0xff}) {
        byte[] block = block();
        boolean isPadding = i > 1 && i < 256 - 33;
        if (block[i] == (byte) wrong || (isPadding && wrong != 0)) {
          continue; // still right
        }
        block[i] = (byte) wrong;
        assertArrayEquals(MADE_UP, KeyUnwrap.selected(block, MADE_UP), "at " + i);
      }
    }
    assertArrayEquals(MADE_UP, KeyUnwrap.selected(new byte[256], MADE_UP));
    assertArrayEquals(MADE_UP, KeyUnwrap.selected(new byte[20], MADE_UP));
  }
}
