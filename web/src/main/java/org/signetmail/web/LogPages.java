package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.Set;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.Tile;
import org.signetmail.tlog.TransparencyLog;

/**
 * {@code /log/checkpoint} and {@code /log/tile/…} as C2SP tlog-tiles serves a log: enough for
 * anybody with the verifier key to check everything the log ever said.
 */
public final class LogPages implements Pages {
  private final TransparencyLog log;

  public LogPages(TransparencyLog log) {
    this.log = log;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get("/log/checkpoint", (request, response) -> checkpoint(response));
    routing.get(
        "/log/vkey", (request, response) -> Answers.text(response, log.verifier().vkey() + "\n"));
    routing.get(
        "/log/tile/*",
        (request, response) -> tile(request.path().path().substring("/log/".length()), response));
  }

  private void checkpoint(ServerResponse response) {
    log.latestCheckpoint()
        .ifPresentOrElse(
            published -> {
              response.header(HeaderNames.CACHE_CONTROL, "no-cache");
              Answers.text(response, published.note().format());
            },
            () -> Answers.notFound(response));
  }

  private void tile(String path, ServerResponse response) {
    Tile tile;
    try {
      tile = Tile.parse(path);
    } catch (LogFormatException e) {
      response.status(Status.BAD_REQUEST_400);
      Answers.text(response, e.getMessage() + "\n");
      return;
    }
    log.read(tile)
        .ifPresentOrElse(
            bytes -> {
              // Tiles never change, full or partial (tlog-tiles: "immutable").
              response.header(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
              Answers.bytes(response, "application/octet-stream", bytes);
            },
            () -> Answers.notFound(response));
  }
}
