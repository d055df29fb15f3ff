package org.signetmail.app.organization;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
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
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
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
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(url)
                  .timeout(PATIENCE)
                  .header("Content-Type", "application/timestamp-query")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new Failure(
              ExitCode.UNREACHABLE,
              "time stamp of " + url + ": HTTP " + response.statusCode() + "; check the address");
        }
        return body.readNBytes(LARGEST + 1);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE, "time stamp of " + url + ": no answer; check the address", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.UNREACHABLE, "time stamp of " + url + ": interrupted", e);
    }
  }
}
