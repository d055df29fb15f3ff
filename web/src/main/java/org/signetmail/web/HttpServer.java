package org.signetmail.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The two HTTP listeners of a system: HTTPS for people and programs, and plain HTTP for what the
 * standards want there (CRLs and CA certificates, RFC 5280 §8: a client could not check the
 * certificate of the server that holds the list it checks certificates with).
 *
 * <p>Ready when {@link #start} returns. Thread-safe.
 */
public final class HttpServer implements Closeable {
  private static final String PLAIN = "plain";
  private static final long LARGEST_BODY = 1 << 20;

  /** A sample of mail in a form; every address has a limit of its own, most far below. */
  private static final long LARGEST_UPLOAD = 12 << 20;

  private final WebServer server;

  private HttpServer(WebServer server) {
    this.server = server;
  }

  /** Whether the HTTPS listener asks clients for a certificate. Who has none comes in too. */
  public enum ClientCertificates {
    ASKED,
    NOT_ASKED
  }

  /** One whose HTTPS listener asks for no certificates. */
  public static HttpServer start(
      InetSocketAddress https, InetSocketAddress http, SSLContext tls, List<Pages> pages) {
    return start(https, http, tls, ClientCertificates.NOT_ASKED, pages);
  }

  /**
   * @param tls for the HTTPS listener
   * @param pages served on both listeners according to their {@link Pages.Reach}
   */
  public static HttpServer start(
      InetSocketAddress https,
      InetSocketAddress http,
      SSLContext tls,
      ClientCertificates clients,
      List<Pages> pages) {
    WebServer server =
        WebServer.builder()
            .host(https.getHostString())
            .port(https.getPort())
            .tls(
                Tls.builder()
                    .sslContext(tls)
                    .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                    .clientAuth(
                        clients == ClientCertificates.ASKED
                            ? TlsClientAuth.OPTIONAL
                            : TlsClientAuth.NONE)
                    .build())
            .maxPayloadSize(LARGEST_UPLOAD)
            .connectionOptions(HttpServer::connection)
            .shutdownHook(false)
            .routing(routing -> serve(routing, pages, Pages.Reach.HTTPS))
            .putSocket(
                PLAIN,
                socket ->
                    socket
                        .host(http.getHostString())
                        .port(http.getPort())
                        .maxPayloadSize(LARGEST_BODY)
                        .addConnectionSelector(new OlderHttp())
                        .connectionOptions(HttpServer::connection)
                        .routing(routing -> serve(routing, pages, Pages.Reach.PLAIN_HTTP)))
            .build()
            .start();
    return new HttpServer(server);
  }

  public int httpsPort() {
    return server.port();
  }

  public int httpPort() {
    return server.port(PLAIN);
  }

  @Override
  public void close() {
    server.stop();
  }

  /**
   * Clients are not waited for without end; and the last piece of an answer does not wait for the
   * word that the one before came, which clients hold back for 40 ms (RFC 9293 §3.7.4).
   */
  private static void connection(SocketOptions.Builder options) {
    options
        .readTimeout(Duration.ofSeconds(30))
        .connectTimeout(Duration.ofSeconds(10))
        .tcpNoDelay(true);
  }

  private static void serve(HttpRouting.Builder routing, List<Pages> pages, Pages.Reach reach) {
    routing.addFilter(Safety::apply);
    for (Pages page : pages) {
      if (page.reach().contains(reach)) {
        page.route(routing);
      }
    }
    routing.any((request, response) -> Answers.notFound(response));
    routing.error(Exception.class, Answers::defect);
  }
}
