package org.signetmail.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Main;

/** One Signet of several, on a host of its own with its own copy of the home. */
final class ClusterNode implements AutoCloseable {
  private final NodeNetwork.Host host;
  private final Path home;
  private @Nullable Process process;

  /**
   * @param model a home whose services listen at 127.0.0.1
   * @param peers who may hand in mail for anybody
   */
  ClusterNode(NodeNetwork.Host host, Path model, String peers) throws IOException {
    this.host = host;
    this.home = model.resolveSibling("node-" + host.ip());
    Tool.run("cp", "-a", model.toString(), home.toString()).succeeded();
    Path settings = home.resolve("signet.yaml");
    String text = Files.readString(settings);
    for (String listener : List.of("smtp-outbound", "smtp-inbound")) {
      text =
          text.replaceAll(
              "(?m)^( +)" + listener + ": +\"?127\\.0\\.0\\.1:(\\d+)\"?.*$",
              "$1%s:\n$1  address: %s:$2\n$1  peers: [%s]".formatted(listener, host.ip(), peers));
    }
    text =
        text.replaceAll("(?m)^( +(?:https?|ldap): +\"?)127\\.0\\.0\\.1:", "$1" + host.ip() + ":");
    if (text.split(java.util.regex.Pattern.quote(host.ip() + ":"), -1).length != 6) {
      throw new IOException(settings + ": not every listener has its place: " + text);
    }
    Files.writeString(settings, text);
  }

  NodeNetwork.Host host() {
    return host;
  }

  InetSocketAddress outbound() {
    return new InetSocketAddress(host.address(), 2525);
  }

  Path log() {
    return home.resolveSibling("node-" + host.ip() + ".log");
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param ahead how far its clock is ahead of everybody else's
   */
  void start(Duration ahead) throws IOException {
    List<String> words = new ArrayList<>(java());
    words.addAll(
        ahead.isZero()
            ? List.of(Main.class.getName(), "up", "--home=" + home)
            : List.of(NodeWithClock.class.getName(), home.toString(), ahead.toString()));
    Process started =
        new ProcessBuilder(host.command(words))
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    BufferedReader out = started.inputReader();
    for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException("signet up ended: " + Files.readString(log()));
      }
    }
    process = started;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.toHandle().destroyForcibly();
      running.waitFor(30, TimeUnit.SECONDS);
      process = null;
    }
  }

  /** SIGTERM: it drains. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      running.waitFor(30, TimeUnit.SECONDS);
    }
    kill();
  }

  /** What one of its pages answers, over plain HTTP. */
  HttpResponse<String> http(String path) throws IOException, InterruptedException {
    return get("http://%s:8080%s".formatted(host.ip(), path));
  }

  /** Over HTTPS, whatever certificate it shows: that is not what is asked here. */
  HttpResponse<String> https(String path) throws IOException, InterruptedException {
    return get("https://%s:8443%s".formatted(host.ip(), path));
  }

  /** A document that is no text. */
  byte[] octets(String path) throws IOException {
    try (var in = URI.create("http://%s:8080%s".formatted(host.ip(), path)).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trusting())
            .build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(60)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"));
  }

  /** Takes every certificate, also for names that are not in it. */
  private static final class Anybody extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
