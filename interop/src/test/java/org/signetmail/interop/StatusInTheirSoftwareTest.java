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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;

/**
 * Thunderbird asks our OCSP responder, at the address in the certificate, about somebody's signing
 * certificate: before it was revoked and after.
 */
final class StatusInTheirSoftwareTest {
  private final Path folder = Scratch.folder("status");
  private final Path home = folder.resolve("home");
  private final Path password = folder.resolve("password");
  private final Path keys = folder.resolve("alice.p12");

  private final Organization organization = found();
  private final Services services = start();

  private Organization found() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      Files.writeString(password, "x\n");
      done(
          "init",
          home.toString(),
          "--organization=Example Corp",
          "--domain=example.test",
          "--officers=2",
          "--quorum=2",
          "--public-url=http://127.0.0.1:" + port);
      Path settings = home.resolve("signet.yaml");
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
            "--output=" + folder.resolve(officer + ".p12"),
            "--password-file=" + password,
            "--home=" + home);
      }
      done("user", "add", "alice@example.test", "--name=Alice", "--home=" + home);
      done(
          "enrol",
          "new",
          "alice@example.test",
          "--vouched-by=admin@example.test",
          "--output=" + keys,
          "--password-file=" + password,
          "--home=" + home);
      return Organization.open(new Home(home), InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Services start() {
    try {
      return Services.start(organization);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void down() {
    services.close();
    organization.close();
  }

  @Test
  void thunderbirdBelievesASignerUntilOurResponderSaysThatHeIsRevoked() throws Exception {
    String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    Path plain =
        Files.writeString(
            folder.resolve("plain.eml"),
            new String(Table.bytes("mail/text.eml"), StandardCharsets.UTF_8)
                .replace("SENDER", "alice@example.test")
                .replace("DATE", now));
    Path signed = folder.resolve("signed.eml");
    done(
        "sign",
        "--key=" + keys,
        "--password-file=" + password,
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
                    "--home=" + home))
            .out();
    String serial =
        new String(serials, StandardCharsets.UTF_8).lines().skip(1).findFirst().orElseThrow();
    done("cert", "revoke", serial.split(" ")[0], "--reason=key-compromise", "--home=" + home);
    assertEquals("S!", shownOnceRevoked(signed));
  }

  /** The responder looks every second at what others changed; a Thunderbird may be quicker. */
  private String shownOnceRevoked(Path message) {
    String state = shown(message);
    for (int again = 0; again < 3 && state.equals("s"); again++) {
      state = shown(message);
    }
    return state;
  }

  private String shown(Path message) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--ca", home.resolve("certificates/root.pem").toString()));
    options.addAll(List.of("--pref", "security.OCSP.enabled=1"));
    options.addAll(List.of("--pref", "security.OCSP.require=true"));
    // it waits two seconds otherwise, and a responder that has just started may take longer
    options.addAll(List.of("--pref", "security.OCSP.timeoutMilliseconds.soft=20000"));
    options.addAll(List.of("--pref", "security.OCSP.timeoutMilliseconds.hard=20000"));
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
