package org.signetmail.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * The two HTTP listeners of a system: HTTPS for people and programs, and plain HTTP for what the
 * standards want there (CRLs and CA certificates, RFC 5280 §8: a client could not check the
 * certificate of the server that holds the list it checks certificates with).
 *
 * <p>Ready when {@link #start(InetSocketAddress, InetSocketAddress, SSLContext, List)} returns.
 * Thread-safe.
 */
public final class HttpServer implements Closeable {
  private static final String PLAIN = "plain";
  private static final long LARGEST_BODY = 1 << 20;

  /** A sample of mail in a form; every address has a limit of its own, most far below. */
  private static final long LARGEST_UPLOAD = 12 << 20;

  /** How often it is looked whether both listeners are there. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final UnaryOperator<WebServerConfig.Builder> settings;
  private final InetSocketAddress https;
  private final InetSocketAddress http;
  private final Thread watch;
  private volatile WebServer server;

  private HttpServer(
      UnaryOperator<WebServerConfig.Builder> settings,
      InetSocketAddress https,
      InetSocketAddress http) {
    this.settings = settings;
    this.server = start(settings, https, http);
    this.https = new InetSocketAddress(https.getHostString(), server.port());
    this.http = new InetSocketAddress(http.getHostString(), server.port(PLAIN));
    this.watch = Thread.ofVirtual().name("http-watch").start(this::watch);
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
    return new HttpServer(
        server ->
            server
                .tls(
                    Tls.builder()
                        .sslContext(tls)
                        .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                        .clientAuth(
                            clients == ClientCertificates.ASKED
                                ? TlsClientAuth.OPTIONAL
                                : TlsClientAuth.NONE)
                        .build())
                .routing(routing -> serve(routing, pages, Pages.Reach.HTTPS))
                .routing(PLAIN, routing -> serve(routing, pages, Pages.Reach.PLAIN_HTTP)),
        https,
        http);
  }

  private static WebServer start(
      UnaryOperator<WebServerConfig.Builder> settings,
      InetSocketAddress https,
      InetSocketAddress http) {
    return settings
        .apply(WebServer.builder())
        .host(https.getHostString())
        .port(https.getPort())
        .maxPayloadSize(LARGEST_UPLOAD)
        .connectionOptions(HttpServer::connection)
        .shutdownHook(false)
        .putSocket(
            PLAIN,
            socket ->
                socket
                    .host(http.getHostString())
                    .port(http.getPort())
                    .maxPayloadSize(LARGEST_BODY)
                    .addConnectionSelector(new OlderHttp())
                    .connectionOptions(HttpServer::connection))
        .build()
        .start();
  }

  /**
   * A listener of Helidon's ends for good when it cannot accept one connection, which is so as soon
   * as the process is out of file handles. Whoever finds nobody listening starts both again.
   */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        if (isGone(https) || isGone(http)) {
          restart();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void restart() {
    LOG.log(System.Logger.Level.WARNING, "http: a listener has ended; both are started again");
    try {
      server.stop();
      server = start(settings, https, http);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "http: not started again, tried once more: " + e);
    }
  }

  /** Whether nobody listens there; who has no file handle to ask with does not know. */
  private static boolean isGone(InetSocketAddress at) {
    try (Socket probe = new Socket()) {
      probe.connect(at, Math.toIntExact(LOOK.toMillis()));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int httpsPort() {
    return https.getPort();
  }

  public int httpPort() {
    return http.getPort();
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
