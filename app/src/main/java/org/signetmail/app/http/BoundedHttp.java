package org.signetmail.app.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks servers that are not ours, and waits no longer and reads no more than was said: the time
 * counts from the question to the last octet, so that an answer that drips does not hold anybody.
 * Redirects are answers like others; who asked wants this server's word.
 *
 * <p>Keeps connections. Thread-safe.
 */
public final class BoundedHttp implements Closeable {
  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience for a whole answer
   */
  public BoundedHttp(Duration patience) {
    this(HttpClient.newBuilder(), patience);
  }

  /**
   * @param patience for a whole answer
   * @param trusting says which servers are whom they say
   */
  public BoundedHttp(Duration patience, SSLContext trusting) {
    this(HttpClient.newBuilder().sslContext(trusting), patience);
  }

  private BoundedHttp(HttpClient.Builder builder, Duration patience) {
    this.client =
        builder.connectTimeout(patience).followRedirects(HttpClient.Redirect.NEVER).build();
    this.patience = patience;
  }

  /**
   * What a server said.
   *
   * @param type media type of the body, as the server wrote it; empty when it wrote none
   * @param body empty where the status is neither 200 nor 409: a page about an error is for nobody
   *     here
   */
  public record Answer(int status, String type, byte[] body) {
    public boolean isOk() {
      return status == HttpURLConnection.HTTP_OK;
    }
  }

  /** Whether something can be asked there. */
  public static boolean reaches(URI address) {
    String scheme = address.getScheme();
    return ("http".equals(scheme) || "https".equals(scheme)) && address.getHost() != null;
  }

  /**
   * @param most octets of the answer
   * @throws IOException in a few words, without the address, when there is no whole answer
   */
  public Answer get(URI address, int most) throws IOException {
    return answer(HttpRequest.newBuilder(address).GET(), most);
  }

  /**
   * @param type media type of the body
   * @param most octets of the answer
   * @throws IOException in a few words, without the address, when there is no whole answer
   */
  public Answer post(URI address, String type, byte[] body, int most) throws IOException {
    return answer(
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        most);
  }

  /**
   * Any other question.
   *
   * @param most octets of the answer
   * @throws IOException in a few words, without the address, when there is no whole answer
   */
  public Answer answer(HttpRequest.Builder request, int most) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.timeout(patience).build(), within(most));
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (TimeoutException e) {
      throw late(e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case HttpTimeoutException _ -> late(e);
        case ConnectException _ -> new IOException("no answer", e);
        case SSLException tls -> new IOException("no TLS: " + tls.getMessage(), e);
        case null, default -> new IOException("no whole answer of at most " + most + " octets", e);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static BodyHandler<byte[]> within(int most) {
    return head ->
        switch (head.statusCode()) {
          case HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_CONFLICT ->
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), most).apply(head);
          default -> BodyHandlers.replacing(new byte[0]).apply(head);
        };
  }

  private IOException late(Exception e) {
    return new IOException("no whole answer within " + patience.toSeconds() + " s", e);
  }

  /** Ends every connection at once. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
