package org.signetmail.web;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The body of a small binary request, of which no more is held than a request may be long. */
public final class RequestBody {
  private RequestBody() {}

  /** Whether the request says that its body is of this media type. */
  public static boolean is(ServerRequest request, String mediaType) {
    String said =
        request.headers().contains(HeaderNames.CONTENT_TYPE)
            ? request.headers().get(HeaderNames.CONTENT_TYPE).get()
            : "";
    return said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(mediaType);
  }

  /**
   * At most {@code most + 1} octets: one that is longer is not read further.
   *
   * @throws CloseConnectionException when the client goes away or is too slow
   */
  public static byte[] read(ServerRequest request, int most) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      return in.readNBytes(most + 1);
    } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the request did not come to its end", e);
    }
  }
}
