package org.signetmail.web.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Scripts, style sheets and drawings, as they are in the program. */
public final class Assets {
  private Assets() {}

  /**
   * Adds their addresses.
   *
   * @param folder such as {@code /portal/}
   * @param beside the class in whose package they are
   */
  public static void route(
      HttpRouting.Builder routing, String folder, Class<?> beside, List<String> names) {
    for (String name : names) {
      byte[] body = read(beside, name);
      String tag = '"' + tag(body) + '"';
      String type = type(name);
      routing.get(folder + name, (request, response) -> send(request, response, type, tag, body));
    }
  }

  /** Asked for anew each time, so that a page never meets scripts of another version. */
  private static void send(
      ServerRequest request, ServerResponse response, String type, String tag, byte[] body) {
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    response.header(HeaderNames.ETAG, tag);
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    if (request.headers().contains(HeaderNames.IF_NONE_MATCH)
        && request.headers().get(HeaderNames.IF_NONE_MATCH).allValues().contains(tag)) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, type).send(body);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }

  private static byte[] read(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
