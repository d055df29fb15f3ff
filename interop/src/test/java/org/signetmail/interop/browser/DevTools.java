package org.signetmail.interop.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One connection of the Chrome DevTools Protocol (CDP, "flat" sessions): commands with their
 * answers, and events as they come. Safe for use by many threads.
 */
final class DevTools implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final BiConsumer<String, JsonNode> events;
  private final WebSocket socket;
  private CompletableFuture<WebSocket> sent;

  /**
   * @param events is told each event: its method, and the whole of it; it must not wait for an
   *     answer
   */
  DevTools(URI address, BiConsumer<String, JsonNode> events) throws IOException {
    this.events = events;
    try {
      this.socket = client.newWebSocketBuilder().buildAsync(address, new Incoming()).join();
      this.sent = CompletableFuture.completedFuture(socket);
    } catch (CompletionException e) {
      client.close();
      throw new IOException(address + ": no DevTools", e);
    }
  }

  /**
   * Sends a command and waits for what it gives back.
   *
   * @param session of which page; empty: the browser itself
   * @throws AssertionError if the browser refuses it or says nothing in half a minute
   */
  JsonNode call(String session, String method, Map<String, ?> parameters) {
    try {
      JsonNode answer = send(session, method, parameters).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer.has("error")) {
        throw new AssertionError(method + ": " + answer.get("error"));
      }
      return answer.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + ": no answer from the browser", e);
    }
  }

  /** Sends a command whose answer nobody needs at once; fit for use among events. */
  CompletableFuture<JsonNode> send(String session, String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    Map<String, Object> command = new HashMap<>();
    command.put("id", number);
    command.put("method", method);
    command.put("params", parameters);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(number, answer);
    String text = JSON.writeValueAsString(command);
    synchronized (this) { // a WebSocket takes one message at a time
      sent = sent.thenCompose(_ -> socket.sendText(text, true));
    }
    return answer;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = asked.remove(message.get("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
    } else {
      events.accept(message.path("method").asString(""), message);
    }
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = JSON.readTree(text.toString());
        text.setLength(0);
        take(message);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      asked.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}
