package org.signetmail.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.signetmail.testkit.CommandRun;

/** Makes the messages that {@code bad-input.tsv} names, from good ones that signet made. */
final class BadMessages {
  /** What must never be seen in an error. */
  static final String SECRET = "the secret word is zebra";

  private static final String MAIL =
      "From: Alice <alice@example.test>\r\nTo: Bob <bob@example.test>\r\nSubject: A plain mail\r\n"
          + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <bad@example.test>\r\n"
          + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
          + SECRET
          + "\r\n";

  private static final String FROM = "From: Alice <alice@example.test>\r\n";

  private final Path folder;

  private BadMessages(Path folder) {
    this.folder = folder;
  }

  /** Fills a folder that holds the keys already. */
  static void makeIn(Path folder) throws IOException {
    BadMessages messages = new BadMessages(folder);
    messages.files();
    messages.notMessages();
    messages.multiparts();
    messages.signatures();
    messages.structures();
    messages.encrypted();
  }

  private void files() throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    write("empty", new byte[0]);
    write("password", "x\n");
    write("wrong-password", "not x\n");
    write("mail.eml", MAIL);
    write("cut.p12", half(read("alice.p12")));
    write("cut.pem", half(read("alice.pem")));
    write("cut.der", half(pem("alice.pem")));
  }

  private void notMessages() throws IOException {
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    write("noise", noise);
    write("nul.eml", new byte[10_000]);
    write("nul-header.eml", MAIL.replace("A plain", "A\0plain"));
    write("huge-header.eml", "X-Many: of these\r\n".repeat(3 * (1 << 20) / 18) + MAIL);
    write("long-line.eml", "X-Long: " + "x".repeat(3 << 20) + "\r\n" + MAIL);
  }

  private void multiparts() throws IOException {
    StringBuilder nested = new StringBuilder(FROM + "MIME-Version: 1.0\r\n");
    for (int i = 0; i < 200; i++) {
      nested.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
    }
    nested.append("Content-Type: text/plain\r\n\r\n" + SECRET + "\r\n");
    for (int i = 199; i >= 0; i--) {
      nested.append("--b" + i + "--\r\n");
    }
    write("nested.eml", nested.toString());
    write(
        "nested-signed.eml",
        nested
            .toString()
            .replace(
                "multipart/mixed", "multipart/signed; protocol=\"application/pkcs7-signature\""));
    write(
        "many-parts.eml",
        FROM
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n\r\nx\r\n".repeat(20_000)
            + "--b--\r\n");
  }

  private void signatures() throws IOException {
    String signed = signet("sign", "--key", "alice.p12", "--password-file", "password", "mail.eml");
    String bare =
        signet(
            "sign",
            "--no-protect-headers",
            "--key",
            "alice.p12",
            "--password-file",
            "password",
            "mail.eml");
    write("signed.eml", signed);
    String boundary = between(signed, "boundary=\"", "\"");
    int signature = signed.lastIndexOf("\r\n--" + boundary + "\r\n");
    int base64 = signed.indexOf("\r\n\r\n", signature) + 4;
    int end = signed.lastIndexOf("\r\n--" + boundary + "--");
    write("no-boundary.eml", signed.replace("boundary=\"" + boundary + "\"", "x=y"));
    write("one-part.eml", signed.substring(0, signature) + signed.substring(end));
    write(
        "third-part.eml",
        signed.substring(0, end)
            + "\r\n--"
            + boundary
            + "\r\nContent-Type: text/plain\r\n\r\nPay at once!\r\n"
            + signed.substring(end));
    write("micalg.eml", signed.replaceFirst("micalg=\"?sha-?256\"?", "micalg=md5"));
    write("changed.eml", signed.replace("zebra", "horse"));
    write("other-from.eml", bare.replaceFirst("alice@", "mallory@"));
    write("two-from.eml", FROM.replace("alice", "mallory") + bare);
    write("no-from.eml", bare.replaceFirst("From: [^\r]*\r\n", ""));
    write(
        "garbage-signature.eml",
        signed.substring(0, base64) + "AAAA".repeat(300) + signed.substring(end));
    write("cut-signature.eml", signed.substring(0, (base64 + end) / 2) + signed.substring(end));
  }

  private void structures() throws IOException {
    String opaque =
        signet("sign", "--opaque", "--key", "alice.p12", "--password-file", "password", "mail.eml");
    write("not-base64.eml", p7m("signed-data", "?!*".repeat(1000)));
    write("empty-p7m.eml", p7m("signed-data", ""));
    write("certificate-p7m.eml", p7m("signed-data", base64(pem("alice.pem"))));
    write("cut-opaque.eml", cutBody(opaque));
    byte[] bomb = new byte[200_000];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = 0x30;
      bomb[i + 1] = (byte) 0x80;
    }
    write("ber-bomb.eml", p7m("signed-data", base64(bomb)));
    byte[] claim = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x06, 0x09};
    write("long-claim.eml", p7m("signed-data", base64(claim)));
    write("zip-bomb.eml", p7m("compressed-data", base64(zipBomb())));
  }

  private void encrypted() throws IOException {
    String encrypted = signet("encrypt", "--to", "alice.pem", "mail.eml");
    write("encrypted.eml", encrypted);
    write("cut-encrypted.eml", cutBody(encrypted));
    write("changed-padding.eml", changedNearEnd(encrypted, 17));
    String authenticated = signet("encrypt", "--profile=modern", "--to", "alice.pem", "mail.eml");
    write("changed-encrypted.eml", changedNearEnd(authenticated, 40));
    write("noise-p7m.eml", p7m("enveloped-data", base64(Arrays.copyOf(read("noise"), 3000))));
  }

  /** CompressedData (RFC 3274) of some 200 KB that holds 200 MB. */
  private static byte[] zipBomb() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(compressed)) {
      byte[] text = new byte[1 << 20];
      Arrays.fill(text, (byte) '\n');
      for (int i = 0; i < 200; i++) {
        out.write(text);
      }
    }
    byte[] zlib = der(0x30, hex("060b2a864886f70d0109100308"));
    byte[] content = der(0xa0, der(0x04, compressed.toByteArray()));
    byte[] encapsulated = der(0x30, hex("06092a864886f70d010701"), content);
    byte[] data = der(0x30, hex("020100"), zlib, encapsulated);
    return der(0x30, hex("060b2a864886f70d0109100109"), der(0xa0, data));
  }

  private static byte[] der(int tag, byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x84);
    out.write(
        new byte[] {
          (byte) (content.size() >> 24), (byte) (content.size() >> 16),
          (byte) (content.size() >> 8), (byte) content.size()
        });
    content.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text);
  }

  private static String p7m(String type, String body) {
    return FROM
        + "MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type="
        + type
        + "; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body
        + "\r\n";
  }

  private static String changedNearEnd(String message, int fromEnd) {
    int body = message.indexOf("\r\n\r\n") + 4;
    byte[] cms = Base64.getMimeDecoder().decode(message.substring(body));
    cms[cms.length - fromEnd] ^= 0x40;
    return message.substring(0, body) + base64(cms);
  }

  private static String cutBody(String message) {
    int body = message.indexOf("\r\n\r\n") + 4;
    return message.substring(0, body + (message.length() - body) / 2);
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder().encodeToString(bytes);
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before) + before.length();
    return text.substring(start, text.indexOf(after, start));
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private byte[] pem(String name) throws IOException {
    String text = Files.readString(folder.resolve(name));
    return Base64.getMimeDecoder().decode(between(text, "-----\n", "-----END"));
  }

  private String signet(String... arguments) {
    String[] words =
        Arrays.stream(arguments)
            .map(
                word -> Files.exists(folder.resolve(word)) ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    CommandRun run = CommandRun.of(new byte[0], errors -> Main.run(words, errors));
    if (run.status() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + run.errors());
    }
    return new String(run.out(), StandardCharsets.ISO_8859_1);
  }

  private byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }
}
