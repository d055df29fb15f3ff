package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.smime.Octets;

/** The content type inside decides, not the names around it. */
class ProtectionScanTest {
  private static final String SIGNED = "30820500" + "06092a864886f70d010702" + "a08204f0";
  private static final String ENVELOPED = "30820500" + "06092a864886f70d010703" + "a08204f0";
  private static final String ENVELOPED_BER = "3080" + "06092a864886f70d010703" + "a0803080";
  private static final String AUTH_ENVELOPED =
      "30820500" + "060b2a864886f70d0109100117" + "a08204f0";
  private static final String COMPRESSED = "30820500" + "060b2a864886f70d0109100109" + "a08204f0";

  private record Case(String name, String type, String body, Protection protection) {}

  @TestFactory
  Stream<DynamicTest> whatMessagesCameWith() {
    String mime = "application/pkcs7-mime; smime-type=";
    return Stream.of(
            new Case("plain", "text/plain", "hello", Protection.NONE),
            new Case("no type", "", "hello", Protection.NONE),
            new Case("garbled type", ";;;=", "hello", Protection.NONE),
            new Case("clear signed", "multipart/signed; boundary=x", "--x", Protection.SIGNED),
            new Case("opaque", mime + "signed-data", base64(SIGNED), Protection.SIGNED),
            new Case(
                "opaque named encrypted",
                mime + "enveloped-data",
                base64(SIGNED),
                Protection.SIGNED),
            new Case("enveloped", mime + "enveloped-data", base64(ENVELOPED), Protection.ENCRYPTED),
            new Case(
                "enveloped, BER",
                mime + "enveloped-data",
                base64(ENVELOPED_BER),
                Protection.ENCRYPTED),
            new Case(
                "authEnveloped",
                "application/x-pkcs7-mime",
                base64(AUTH_ENVELOPED),
                Protection.ENCRYPTED),
            new Case("compressed", mime + "enveloped-data", base64(COMPRESSED), Protection.NONE),
            new Case(
                "p7m by name",
                "Application/Octet-Stream; NAME=\"smime.P7M\"",
                base64(ENVELOPED),
                Protection.ENCRYPTED),
            new Case("liar", mime + "enveloped-data", "Confidential plan", Protection.NONE),
            new Case("cut off", mime + "enveloped-data", "MIIF", Protection.NONE),
            new Case(
                "huge length",
                mime + "enveloped-data",
                base64("30ff" + "00".repeat(30)),
                Protection.NONE),
            new Case(
                "OpenPGP",
                "multipart/encrypted; boundary=x",
                "--x\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n",
                Protection.ENCRYPTED),
            new Case(
                "OpenPGP liar",
                "multipart/encrypted; boundary=x",
                "--x\r\n\r\nplan\r\n",
                Protection.NONE))
        .map(c ->
            DynamicTest.dynamicTest(
                c.name,
                () -> {
                  String text =
                      "Content-Type: "
                          + c.type
                          + "\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
                          + c.body;
                  Octets message = Octets.of(text.getBytes(StandardCharsets.US_ASCII));
                  assertEquals(
                      c.protection, ProtectionScan.of(MessageHeader.read(message), message));
                }));
  }

  private static String base64(String hex) {
    byte[] der = HexFormat.of().parseHex(hex + "00".repeat(40));
    return Base64.getMimeEncoder(20, "\r\n".getBytes(StandardCharsets.US_ASCII))
        .encodeToString(der);
  }
}
