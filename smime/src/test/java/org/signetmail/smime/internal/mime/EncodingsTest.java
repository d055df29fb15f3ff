package org.signetmail.smime.internal.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.Octets;

class EncodingsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void base64IsWhatThePlatformMakesOfIt() throws IOException {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 2, 3, 56, 57, 58, 58_367, 58_368, 58_369, 300_001}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (Base64Output encoder = new Base64Output(out)) {
        for (int at = 0; at < size; at += 1000) {
          encoder.write(content, at, Math.min(1000, size - at));
        }
      }
      byte[] encoded = out.toByteArray();
      assertArrayEquals(content, Base64.getMimeDecoder().decode(encoded));
      assertArrayEquals(content, new Base64Input(new ByteArrayInputStream(encoded)).readAllBytes());
      String unix = new String(encoded, StandardCharsets.US_ASCII).replace("\r\n", " \n");
      assertArrayEquals(
          content, new Base64Input(new ByteArrayInputStream(bytes(unix))).readAllBytes());
    }
  }

  @Test
  void base64EndsAtItsPaddingAndPassesOverWhatIsNotOfItsAlphabet() throws IOException {
    Random random = new Random(2);
    String[] noise = {"=", "==", "\r\n", "\n", " ", "\r", "-", "é", "", "", ""};
    for (int round = 0; round < 400; round++) {
      byte[] content = new byte[random.nextInt(600)];
      random.nextBytes(content);
      int line = 4 * (1 + random.nextInt(25));
      StringBuilder text = new StringBuilder();
      text.append(Base64.getMimeEncoder(line, new byte[] {'\r', '\n'}).encodeToString(content));
      for (int i = random.nextInt(4); i > 0; i--) {
        text.insert(random.nextInt(text.length() + 1), noise[random.nextInt(noise.length)]);
      }
      text.append(noise[random.nextInt(noise.length)]);
      byte[] encoded = bytes(text.toString());
      int buffer = random.nextBoolean() ? encoded.length : 4 + random.nextInt(200);
      assertArrayEquals(
          leniently(encoded),
          new Base64Input(new ByteArrayInputStream(encoded), buffer).readAllBytes(),
          text.toString());
    }
  }

  /** Character by character, as RFC 2045 §6.8 tells it. */
  private static byte[] leniently(byte[] encoded) {
    StringBuilder kept = new StringBuilder();
    for (byte b : encoded) {
      if (b == '=') {
        break;
      }
      boolean isOfAlphabet =
          (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
      if (isOfAlphabet || b == '+' || b == '/') {
        kept.append((char) b);
      }
    }
    if (kept.length() % 4 == 1) {
      kept.setLength(kept.length() - 1);
    }
    return Base64.getDecoder().decode(kept.toString());
  }

  @Test
  void eightOctetsAtATimeAreLookedAtAsSinglyOnes() throws IOException {
    Random random = new Random(3);
    String[] pieces = {
      "abcdefgh",
      "From ",
      "\r\n",
      "\r\n",
      "\r\nFrom",
      " ",
      "x",
      "y".repeat(60),
      "~",
      "\u007f",
      "z".repeat(480),
      "Fr",
      "\r\nF"
    };
    String[] bad = {"\n", "\r", "\0", "é", "\t\r\n", " \r\n", "\r\nFrom ", "w".repeat(999), "\t"};
    int safe = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(
            random.nextInt(60) == 0
                ? bad[random.nextInt(bad.length)]
                : pieces[random.nextInt(pieces.length)]);
      }
      byte[] octets = bytes(text.toString());
      TransportScan whole = new TransportScan();
      whole.write(octets, 0, octets.length);
      TransportScan single = new TransportScan();
      for (byte b : octets) {
        single.write(b);
      }
      assertEquals(isSafe(text.toString()), whole.isSafe(), text.toString());
      assertEquals(whole.isSafe(), single.isSafe(), text.toString());
      boolean isBare = text.toString().replace("\r\n", "").contains("\n");
      assertEquals(isBare, whole.hasBareLineFeed());
      safe += whole.isSafe() ? 1 : 0;
    }
    assertTrue(safe > 300 && safe < 2900, "both kinds are tried: " + safe);
  }

  /** As RFC 8551 §3.1.3 and RFC 1847 §2.1 tell it. */
  private static boolean isSafe(String text) {
    for (String line : text.split("\r\n", -1)) {
      if (line.length() > 998
          || line.startsWith("From ")
          || line.endsWith(" ")
          || line.endsWith("\t")
          || !line.chars().allMatch(c -> c < 128 && c > 0 && c != '\r' && c != '\n')) {
        return false;
      }
    }
    return true;
  }

  @Test
  void quotedPrintableComesBackAndIsSafe() throws IOException {
    for (String text :
        List.of(
            "",
            "Grüße \r\nFrom me\r\n.\r\n",
            "x".repeat(500) + "\r\n",
            "From ".repeat(40) + "\r\nFrom ".repeat(3),
            "tab\t\r\nlone\rreturn\nfeed\0zero",
            "=20 is not a blank\r\n",
            "ends with blank ")) {
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      QuotedPrintable.encode(new ByteArrayInputStream(bytes(text)), encoded);
      assertTrue(SevenBit.isSafe(Octets.of(encoded.toByteArray())), text);
      for (String line : encoded.toString(StandardCharsets.US_ASCII).split("\r\n")) {
        assertTrue(line.length() <= 76, line);
      }
      ByteArrayOutputStream decoded = new ByteArrayOutputStream();
      QuotedPrintable.decode(new ByteArrayInputStream(encoded.toByteArray()), decoded);
      assertEquals(text, decoded.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatRelaysChangeIsNotSafe() throws IOException {
    for (String text :
        List.of("ü", "a \r\n", "a\t\r\n", "From me", "x\nFrom", "a\rb", "a\0", "x".repeat(999))) {
      assertFalse(SevenBit.isSafe(Octets.of(bytes(text))), text);
    }
    for (String text : List.of("", "a\r\n", "Fromage\r\n", " From me\r\n", "x".repeat(998))) {
      assertTrue(SevenBit.isSafe(Octets.of(bytes(text))), text);
    }
  }

  @Test
  void encodedWordsAreReadAndControlsShown() {
    assertEquals("Grüße!", EncodedWords.decode("=?utf-8?Q?Gr=C3=BC?= =?utf-8?B?w59l?=!"));
    assertEquals("a =?x", EncodedWords.decode("a =?x"));
    assertEquals("a\ufffdb", EncodedWords.decode("=?us-ascii?q?a=0Ab?="));
    assertEquals("a\ufffdb", EncodedWords.decode("a\u202eb"));
  }

  @Test
  void contentTypesAreReadAsMailProgramsDo() {
    ContentType type =
        ContentType.of("Multipart/Signed (why); boundary=\"a;b\"; micalg=sha-256 ; x=a/b");
    assertEquals("multipart/signed", type.type());
    assertEquals("a;b", type.parameter("boundary").orElseThrow());
    assertEquals("a/b", type.parameter("x").orElseThrow());
    assertFalse(type.isAmbiguous());
    assertTrue(ContentType.of("text/plain; a=1; a=2").isAmbiguous());
    assertTrue(ContentType.of("text").isAmbiguous());
    assertTrue(ContentType.of("text/plain x").isAmbiguous());
  }
}
