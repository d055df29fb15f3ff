package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;

/** Bytes that are not mail, sealed. */
class SealedOctetsTest {
  private static final People PEOPLE = new People();

  @Tag("slow")
  @Test
  void sealedOpensWithItsKeysAndWithNoOther() throws IOException {
    byte[] content = new byte[200_000];
    People.RANDOM.nextBytes(content);
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.P_256, KeyAlgorithm.ML_KEM_768)) {
      DecryptionIdentity officer = PEOPLE.reader("officer", algorithm);
      byte[] sealed = SealedOctets.seal(content, List.of(officer.certificate()), People.RANDOM);
      assertArrayEquals(content, SealedOctets.open(sealed, List.of(officer), content.length));
      assertThrows(IOException.class, () -> SealedOctets.open(sealed, List.of(officer), 1000));
      DecryptionIdentity other = PEOPLE.reader("other", algorithm);
      assertThrows(
          IOException.class, () -> SealedOctets.open(sealed, List.of(other), content.length));
      for (int i = 0; i < sealed.length; i += 9973) {
        byte[] changed = sealed.clone();
        changed[sealed.length - 1 - i] ^= 4;
        assertThrows(
            IOException.class, () -> SealedOctets.open(changed, List.of(officer), content.length));
        assertThrows(
            IOException.class,
            () ->
                SealedOctets.open(
                    Arrays.copyOf(sealed, sealed.length - 1 - changed[0]),
                    List.of(officer),
                    content.length));
      }
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      SealedOctets.seal(
          new ByteArrayInputStream(content), List.of(officer.certificate()), People.RANDOM, stream);
      try (Octets opened =
          SealedOctets.open(
              new ByteArrayInputStream(stream.toByteArray()), List.of(officer), Spool.standard())) {
        assertArrayEquals(content, opened.toByteArray());
      }
    }
  }
}
