package org.signetmail.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.signetmail.smtp.internal.ClientAttributes;
import org.signetmail.smtp.internal.Command;
import org.signetmail.smtp.internal.ProxyHeader;
import org.signetmail.smtp.internal.SaslCredentials;
import org.signetmail.smtp.internal.SyntaxFault;

/**
 * What clients and neighbours say before a message: a PROXY header, commands, logins. Nothing of it
 * may bring a control character into a log, a {@code Received} line or another server's command.
 */
final class SmtpLines {
  static final Map<String, byte[]> PROXY_SEEDS = proxySeeds();
  static final Map<String, byte[]> SEEDS = seeds();

  private SmtpLines() {}

  static void proxy(byte[] input) {
    if (ProxyHeader.of(input) instanceof ProxyHeader.Of of) {
      if (of.port() < 0 || of.port() > 0xffff || input.length > ProxyHeader.LONGEST) {
        throw new AssertionError("a header that holds, and is none: " + of);
      }
    }
  }

  static void line(byte[] input) {
    SaslCredentials.plain(input).ifPresent(SmtpLines::login);
    SaslCredentials.login(input, input).ifPresent(SmtpLines::login);
    SaslCredentials.decoded(input).flatMap(SaslCredentials::plain).ifPresent(SmtpLines::login);
    try {
      Command command = Command.of(input);
      switch (command.verb()) {
        case "XCLIENT" -> attributes(ClientAttributes.of(command, ClientAttributes.XCLIENT));
        case "XFORWARD" -> attributes(ClientAttributes.of(command, ClientAttributes.XFORWARD));
        case "RCPT" -> path(command.forwardPath("mx.example.test", true));
        default -> path(command.reversePath());
      }
    } catch (SyntaxFault fault) {
      requireText(fault.answer().toString());
    }
  }

  private static void login(SaslCredentials credentials) {
    if (credentials.name().isEmpty() || credentials.toString().length() > 20) {
      throw new AssertionError("credentials without a name, or that show themselves");
    }
    requireText(credentials.name());
    requireText(new String(credentials.password()));
    credentials.close();
  }

  private static void attributes(ClientAttributes attributes) {
    attributes.values().values().stream().flatMap(Optional::stream).forEach(SmtpLines::requireText);
  }

  private static void path(Command.Path path) {
    path.mailbox().ifPresent(mailbox -> requireText(mailbox.toString()));
    path.parameters().forEach(SmtpLines::requireText);
  }

  private static void requireText(String text) {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c < 0x80)) {
      throw new AssertionError("a control character came through");
    }
  }

  private static Map<String, byte[]> proxySeeds() {
    Map<String, byte[]> seeds = Target.sorted();
    seeds.put("v1", octets("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"));
    seeds.put("v1-ipv6", octets("PROXY TCP6 2001:db8::1 ::ffff:192.0.2.1 1 65535\r\n"));
    seeds.put("v1-unknown", octets("PROXY UNKNOWN\r\n"));
    String signature = "\r\n\r\n\0\r\nQUIT\n";
    seeds.put("v2", octets(signature + "\41\21\0\14" + "\300\0\2\1\300\0\2\2\1\2\0\31"));
    seeds.put("v2-ipv6", octets(signature + "\41\41\0\44" + "x".repeat(36)));
    seeds.put("v2-more", octets(signature + "\41\21\0\17" + "\300\0\2\1\300\0\2\2\1\2\0\31\4\0\0"));
    seeds.put("v2-local", octets(signature + "\40\0\0\0"));
    return seeds;
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    String[] lines = {
      "MAIL FROM:<\"a>b\"@example.test> SIZE=1 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+2Bb",
      "MAIL FROM:<@x.test,@y.test:a@example.test>",
      "RCPT TO:<Postmaster> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@example.test",
      "XCLIENT NAME=a.test ADDR=IPV6:2001:db8::1 PORT=25 PROTO=ESMTP HELO=b+2Bc LOGIN=a@b.test",
      "XFORWARD NAME=[UNAVAILABLE] ADDR=192.0.2.1 PORT=1 IDENT=4XyZ SOURCE=LOCAL",
      "\0alice@example.test\0correct horse",
      "AGFsaWNlQGV4YW1wbGUudGVzdABjb3JyZWN0IGhvcnNl",
    };
    for (int i = 0; i < lines.length; i++) {
      seeds.put("line-" + i, lines[i].getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
