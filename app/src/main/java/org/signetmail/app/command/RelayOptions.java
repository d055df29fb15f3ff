package org.signetmail.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.smtp.HopProbe;
import org.signetmail.smtp.Login;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Timeouts;
import org.signetmail.smtp.RelaySettings.Tls;
import picocli.CommandLine.Option;

/** The company's submission server (RFC 6409), and as whom a person sends there. */
final class RelayOptions {
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  /** A person waits, and the mail program with them: not as long as a server may. */
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(5));

  @Option(
      names = "--relay",
      required = true,
      paramLabel = "URL",
      description = {
        "submission://HOST takes STARTTLS (port 587), submissions://HOST has TLS from the start"
            + " (port",
        "465, RFC 8314); neither sends without. smtp://127.0.0.1:PORT for one on this machine."
      })
  private @Nullable URI relay;

  @Option(
      names = "--login",
      paramLabel = "USER",
      description = "Your name at the submission server (RFC 4954).")
  private @Nullable String user;

  @Option(
      names = "--login-password-file",
      paramLabel = "FILE",
      description =
          "Its first line is the password there; else SIGNET_LOGIN_PASSWORD, else a prompt.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--tls-trust",
      paramLabel = "ROOT",
      description = "Root for TLS to the submission server and to --search; else the platform's.")
  private @Nullable Path tlsTrust;

  private @Nullable RelaySettings settings;

  /** What was asked for; a password is asked for once. */
  RelaySettings settings() throws IOException {
    RelaySettings known = settings;
    if (known == null) {
      known = read();
      settings = known;
    }
    return known;
  }

  Optional<Path> tlsTrust() {
    return Optional.ofNullable(tlsTrust);
  }

  /** Why mail could not be handed over now; empty when it could. */
  Optional<String> problem() throws IOException {
    try {
      HopProbe.of(settings());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          this
              + ": "
              + e.getMessage()
              + "; mail is answered 451 until that is mended, and stays in your mail program");
    }
  }

  private RelaySettings read() throws IOException {
    URI url = Objects.requireNonNull(relay);
    String scheme = String.valueOf(url.getScheme());
    String host = url.getHost();
    if (host == null) {
      throw unknown();
    }
    host = host.replaceAll("[\\[\\]]", "");
    RelaySettings plain =
        RelaySettings.plain(host, port(url, scheme), "[127.0.0.1]").withTimeouts(TIMEOUTS);
    Optional<SSLContext> context =
        tlsTrust == null ? Optional.empty() : Optional.of(Input.tlsUnder(tlsTrust));
    RelaySettings way =
        switch (scheme) {
          case "submission" -> plain.withTls(Tls.REQUIRED, context);
          case "submissions" -> plain.withTls(Tls.FROM_START, context);
          case "smtp" -> {
            if (!host.equals("127.0.0.1") && !host.equals("::1") && !host.equals("localhost")) {
              throw Failure.usage(
                  "--relay "
                      + url
                      + ": sends in clear; write submission://"
                      + host
                      + ", or smtp: for a server on this machine");
            }
            if (user != null) {
              throw Failure.usage(
                  "--login "
                      + user
                      + ": goes over TLS only (RFC 4954 §4); write submission:// in --relay");
            }
            yield plain;
          }
          default -> throw unknown();
        };
    if (user == null) {
      return way;
    }
    try {
      return way.withLogin(new Login(user, new String(password(user))));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--login " + user + ": " + e.getMessage());
    }
  }

  private static int port(URI url, String scheme) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return switch (scheme) {
      case "submission" -> SUBMISSION;
      case "submissions" -> SUBMISSIONS;
      default -> 25;
    };
  }

  private char[] password(String user) throws IOException {
    if (passwordFile != null) {
      return Password.firstLine(Input.smallFile(passwordFile, "a password"));
    }
    String given = System.getenv("SIGNET_LOGIN_PASSWORD");
    return given != null ? given.toCharArray() : Password.typed("--login " + user);
  }

  private Failure unknown() {
    return Failure.usage(
        "--relay " + relay + ": is no submission server; write submission://mail.example.com");
  }

  @Override
  public String toString() {
    return String.valueOf(relay);
  }
}
