package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.signetmail.enrolment.AttemptStore;
import org.signetmail.pkix.Mailbox;

/**
 * How often strangers may be wrong, and people may ask, at all ways of programs into enrolment and
 * over all nodes together: ten wrong attempts from one address in ten minutes and twenty at one
 * mailbox in twenty; twenty certificates for one mailbox in five hours. Safe for use by many
 * threads and nodes.
 */
public final class EnrolmentLimits {
  private static final int SITE = 8; // octets of an IPv6 address that one customer has (RFC 6177)

  private final AttemptStore attempts;
  private final InstantSource clock;

  public EnrolmentLimits(AttemptStore attempts, InstantSource clock) {
    this.attempts = attempts;
    this.clock = clock;
  }

  private enum Limit {
    WRONG_FROM_ADDRESS(10, Duration.ofMinutes(10)),
    WRONG_AT_MAILBOX(20, Duration.ofMinutes(20)),
    CERTIFICATES(20, Duration.ofHours(5));

    private final int most;
    private final Duration window;

    Limit(int most, Duration window) {
      this.most = most;
      this.window = window;
    }
  }

  /** How long whoever asks must wait; empty when they may ask now. */
  public Optional<Duration> wait(ServerRequest request, Mailbox mailbox) {
    return wait(request)
        .or(() -> wait(Limit.WRONG_AT_MAILBOX, mailbox.key()))
        .or(() -> wait(Limit.CERTIFICATES, mailbox.key()));
  }

  /** Whether this address was wrong too often, whoever it says it is. */
  public Optional<Duration> wait(ServerRequest request) {
    return wait(Limit.WRONG_FROM_ADDRESS, address(request));
  }

  /** Somebody was not who they said. */
  public void wrong(ServerRequest request, Mailbox mailbox) {
    count(Limit.WRONG_AT_MAILBOX, mailbox.key());
    wrong(request);
  }

  /** Somebody did not even say who they are. */
  public void wrong(ServerRequest request) {
    count(Limit.WRONG_FROM_ADDRESS, address(request));
  }

  /** A certificate was given out. */
  public void given(Mailbox mailbox) {
    count(Limit.CERTIFICATES, mailbox.key());
  }

  /** Answers 429 (RFC 6585 §4). */
  public static void tooMany(ServerResponse response, Duration wait) {
    response.status(Status.TOO_MANY_REQUESTS_429);
    response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    Answers.text(response, "too many attempts; try again later\n");
  }

  private Optional<Duration> wait(Limit limit, String whom) {
    return attempts.taken(name(limit, whom), clock.instant()) < limit.most
        ? Optional.empty()
        : Optional.of(limit.window);
  }

  private void count(Limit limit, String whom) {
    attempts.count(name(limit, whom), clock.instant(), limit.window);
  }

  /** A digest, which names nobody. */
  private static String name(Limit limit, String whom) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("protocols " + limit + " " + whom).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String address(ServerRequest request) {
    if (request.remotePeer().address() instanceof InetSocketAddress socket) {
      InetAddress address = socket.getAddress();
      if (address instanceof Inet6Address) {
        return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), SITE));
      }
      if (address != null) {
        return address.getHostAddress();
      }
    }
    return request.remotePeer().host();
  }
}
