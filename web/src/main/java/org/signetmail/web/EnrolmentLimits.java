package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.signetmail.enrolment.AttemptLimit;
import org.signetmail.pkix.Mailbox;

/**
 * How often strangers may be wrong, and people may ask, at all ways into enrolment of one node
 * together: ten wrong attempts from one address and twenty at one mailbox, then one a minute;
 * twenty certificates for one mailbox, then four an hour. Safe for use by many threads.
 */
public final class EnrolmentLimits {
  private static final int SITE = 8; // octets of an IPv6 address that one customer has (RFC 6177)

  private final AttemptLimit ofAddress;
  private final AttemptLimit ofMailbox;
  private final AttemptLimit certificates;

  public EnrolmentLimits(InstantSource clock) {
    ofAddress = new AttemptLimit(10, Duration.ofMinutes(1), clock);
    ofMailbox = new AttemptLimit(20, Duration.ofMinutes(1), clock);
    certificates = new AttemptLimit(20, Duration.ofMinutes(15), clock);
  }

  /** How long whoever asks must wait; empty when they may ask now. */
  public Optional<Duration> wait(ServerRequest request, Mailbox mailbox) {
    Optional<Duration> address = ofAddress.wait(address(request));
    return address.isPresent()
        ? address
        : ofMailbox.wait(mailbox.key()).or(() -> certificates.wait(mailbox.key()));
  }

  /** Whether this address was wrong too often, whoever it says it is. */
  public Optional<Duration> wait(ServerRequest request) {
    return ofAddress.wait(address(request));
  }

  /** Somebody was not who they said. */
  public void wrong(ServerRequest request, Mailbox mailbox) {
    ofMailbox.take(mailbox.key());
    wrong(request);
  }

  /** Somebody did not even say who they are. */
  public void wrong(ServerRequest request) {
    ofAddress.take(address(request));
  }

  /** A certificate was given out. */
  public void given(Mailbox mailbox) {
    certificates.take(mailbox.key());
  }

  /** Answers 429 (RFC 6585 §4). */
  public static void tooMany(ServerResponse response, Duration wait) {
    response.status(Status.TOO_MANY_REQUESTS_429);
    response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    Answers.text(response, "too many attempts; try again later\n");
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
