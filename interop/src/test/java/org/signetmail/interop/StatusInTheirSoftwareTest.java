package org.signetmail.interop;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;

/**
 * Thunderbird asks our OCSP responder, at the address in the certificate, about somebody's signing
 * certificate: before it was revoked and after.
 */
final class StatusInTheirSoftwareTest {
  private static final Path FOLDER = Scratch.folder("status");
  private static final Path HOME = FOLDER.resolve("home");
  private static final Path PASSWORD = FOLDER.resolve("password");
  private static final Path KEYS = FOLDER.resolve("alice.p12");

  private static final Organization ORGANIZATION = found();
  private static final Services SERVICES = start();

  private static Organization found() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      Files.writeString(PASSWORD, "x\n");
      done(
          "init",
          HOME.toString(),
          "--organization=Example Corp",
          "--domain=example.test",
          "--officers=2",
          "--quorum=2",
          "--public-url=http://127.0.0.1:" + port);
      Path settings = HOME.resolve("signet.yaml");
      Files.writeString(
          settings,
          Files.readString(settings)
              .replace("http: \"127.0.0.1:8080\"", "http: \"127.0.0.1:" + port + "\"")
              .replaceAll(
                  "(https|smtp-outbound|smtp-inbound|ldap): \"127.0.0.1:[0-9]+\"",
                  "$1: 127.0.0.1:0"));
      for (String officer : List.of("olga", "omar")) {
        done(
            "officer",
            "enrol",
            officer + "@example.test",
            "--name=" + officer,
            "--output=" + FOLDER.resolve(officer + ".p12"),
            "--password-file=" + PASSWORD,
            "--home=" + HOME);
      }
      done("user", "add", "alice@example.test", "--name=Alice", "--home=" + HOME);
      done(
          "enrol",
          "new",
          "alice@example.test",
          "--vouched-by=admin@example.test",
          "--output=" + KEYS,
          "--password-file=" + PASSWORD,
          "--home=" + HOME);
      return Organization.open(new Home(HOME), InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Services start() {
    try {
      return Services.start(ORGANIZATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void down() {
    SERVICES.close();
    ORGANIZATION.close();
  }

  @Test
  void thunderbirdBelievesASignerUntilOurResponderSaysThatHeIsRevoked() throws Exception {
    String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    Path plain =
        Files.writeString(
            FOLDER.resolve("plain.eml"),
            new String(Table.bytes("mail/text.eml"), StandardCharsets.UTF_8)
                .replace("SENDER", "alice@example.test")
                .replace("DATE", now));
    Path signed = FOLDER.resolve("signed.eml");
    done(
        "sign",
        "--key=" + KEYS,
        "--password-file=" + PASSWORD,
        "--output=" + signed,
        plain.toString());
    assertEquals("s", shown(signed));

    byte[] serials =
        Product.done(
                List.of(
                    "cert",
                    "list",
                    "--person=alice@example.test",
                    "--kind=person-signing",
                    "--home=" + HOME))
            .out();
    String serial =
        new String(serials, StandardCharsets.UTF_8).lines().skip(1).findFirst().orElseThrow();
    done("cert", "revoke", serial.split(" ")[0], "--reason=key-compromise", "--home=" + HOME);
    assertEquals("S!", shownOnceRevoked(signed));
  }

  /** The responder looks every second at what others changed; a Thunderbird may be quicker. */
  private static String shownOnceRevoked(Path message) {
    String state = shown(message);
    for (int again = 0; again < 3 && state.equals("s"); again++) {
      state = shown(message);
    }
    return state;
  }

  private static String shown(Path message) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--ca", HOME.resolve("certificates/root.pem").toString()));
    options.addAll(List.of("--pref", "security.OCSP.enabled=1"));
    options.addAll(List.of("--pref", "security.OCSP.require=true"));
    Peer.Shown shown =
        requireNonNull(
            Peer.THUNDERBIRD
                .open(List.of(message), options)
                .get(String.valueOf(message.getFileName())));
    return shown.state();
  }

  private static void done(String... words) {
    Product.done(Arrays.asList(words));
  }
}
