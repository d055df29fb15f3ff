package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.smime.TimeStamping;

/**
 * Asks a time stamping authority over HTTP (RFC 3161 §3.4): a name that a person gave, no more than
 * a stamp's size read, half a minute waited. Thread-safe.
 */
public final class TimeStampClient implements TimeStamping {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST = 256 << 10;

  private final URI url;

  /**
   * @throws Failure when it is no http or https address
   */
  public TimeStampClient(URI url) {
    if (!BoundedHttp.reaches(url)) {
      throw Failure.usage(
          "--tsa " + url + ": is no address of a time stamping authority; write http://host/tsa");
    }
    this.url = url;
  }

  /**
   * A stamp, held against what was asked.
   *
   * @throws Failure in one line when there is none
   */
  @Override
  public TimeStampToken stamp(TimeStampRequest request) {
    byte[] answer = post(request.encoded());
    try {
      return TimeStampToken.ofResponse(answer, request);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "time stamp of " + url + ": " + e.getMessage() + "; try another authority",
          e);
    }
  }

  private byte[] post(byte[] request) {
    try (BoundedHttp http = new BoundedHttp(PATIENCE)) {
      BoundedHttp.Answer answer = http.post(url, "application/timestamp-query", request, LARGEST);
      if (!answer.isOk()) {
        throw new IOException("HTTP " + answer.status());
      }
      return answer.body();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "time stamp of " + url + ": " + e.getMessage() + "; check the address",
          e);
    }
  }
}
