package org.signetmail.smime.internal.asn1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BerTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void stringsInPiecesAreOneString() throws IOException {
    byte[] pieces = hex("30 80 24 80 04 02 6162 24 04 04 02 6364 00 00 02 01 05 00 00");
    BerReader ber = new BerReader(new ByteArrayInputStream(pieces));
    ber.enter(Asn1.SEQUENCE);
    assertEquals(
        "abcd",
        new String(ber.octets(Asn1.OCTET_STRING).readAllBytes(), StandardCharsets.US_ASCII));
    assertEquals(5, ber.element(Asn1.INTEGER, 10).smallInteger());
    ber.leave();
    assertEquals(-1, ber.peek());
    assertArrayEquals(
        Asn1.sequence(Asn1.octets("abcd".getBytes(StandardCharsets.US_ASCII)), Asn1.integer(5)),
        Der.of(pieces).canonical());
  }

  @Test
  void lengthsAreHeldToWhatIsAround() {
    for (String bad :
        new String[] {
          "30 03 04 05 61",
          "30 80 04 01 61",
          "30 84 ff ff ff ff 00",
          "04 80 00 00",
          "1f 81 01 00",
          "30 89 01 01 01 01 01 01 01 01 01 00",
          "30",
          "30 02 30 01",
          "00 00"
        }) {
      assertThrows(
          IOException.class,
          () -> {
            BerReader ber = new BerReader(new ByteArrayInputStream(hex(bad)));
            ber.element(1000).canonical();
            ber.element(1000);
          },
          bad);
      assertThrows(IOException.class, () -> Der.of(hex(bad)).canonical(), bad);
    }
    byte[] deep = new byte[20_000];
    Arrays.fill(deep, (byte) 0x30);
    for (int i = 1; i < deep.length; i += 2) {
      deep[i] = (byte) 0x80;
    }
    assertThrows(IOException.class, () -> Der.of(deep));
    assertThrows(
        IOException.class, () -> new BerReader(new ByteArrayInputStream(deep)).element(100_000));
    assertThrows(IOException.class, () -> new BerReader(new ByteArrayInputStream(deep)).skip());
  }

  @Test
  void identifiersTimesAndLengthsComeBack() throws IOException {
    for (String oid :
        new String[] {Oids.SIGNED_DATA, "2.5.29.15", "1.3.101.112", "2.999.1", "0.9.2342"}) {
      assertEquals(oid, Der.of(Asn1.oid(oid)).oid());
    }
    assertEquals(
        "2.25.25328078022711410754727267683055534891",
        Der.of(hex("061369a68e81aa9cf78ab681b7fc82c39ec7b6862b")).oid());
    for (String time :
        new String[] {"2026-11-23T12:00:00Z", "1999-12-31T23:59:59Z", "2050-01-01T00:00:00Z"}) {
      assertEquals(Instant.parse(time), Der.of(Asn1.time(Instant.parse(time))).time());
    }
    assertArrayEquals(hex("04 81 80"), Asn1.header(4, 128));
    assertArrayEquals(hex("04 7f"), Asn1.header(4, 127));
    assertArrayEquals(hex("04 85 01 00 00 00 00"), Asn1.header(4, 1L << 32));
  }
}
