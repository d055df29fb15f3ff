package org.signetmail.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.OcspResponder;
import org.signetmail.ca.OcspSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.OcspRequest;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.web.HttpServer;
import org.signetmail.web.OcspPages;

/** OCSP answers over HTTP, asked for by another process, beside {@code openssl ocsp}. */
final class StatusLoad {
  private static final int SECONDS = 8;
  private static final int CONNECTIONS = 8;

  private StatusLoad() {}

  record Rates(Issuing.Rate kept, Issuing.Rate each, Issuing.Rate openssl) {}

  static Rates measure(Path folder) throws Exception {
    try (Store store = Store.open(StoreUrl.sqlite(folder.resolve("status.db")))) {
      CertificationAuthority authority = Issuing.authority(store);
      Certificate certificate =
          Issuing.issue(authority, Issuing.requests(1).getFirst()).certificate();
      Certificate issuer = authority.path().getFirst();
      Path request = folder.resolve("request.der");
      Files.write(request, OcspRequest.of(certificate, issuer).encoded());
      OcspResponder responder =
          new OcspResponder(
              authority,
              store.certificates(),
              store.aside().certificates(),
              OcspSettings.STANDARD,
              new SecureRandom(),
              InstantSource.system());
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (HttpServer server =
          HttpServer.start(
              any,
              any,
              SSLContext.getDefault(),
              List.of(new OcspPages(responder, InstantSource.system())))) {
        load(server.httpPort(), request, true, 5); // warm-up
        return new Rates(
            ours(server.httpPort(), request, true),
            ours(server.httpPort(), request, false),
            openssl(folder, request, issuer));
      }
    }
  }

  private static Issuing.Rate ours(int port, Path request, boolean kept) throws Exception {
    double cpu = CertificateServices.cpuSeconds();
    long count = load(port, request, kept, SECONDS);
    return new Issuing.Rate(count, SECONDS, CertificateServices.cpuSeconds() - cpu);
  }

  /** Asks from a process of its own, so that its work is not counted as the server's. */
  private static long load(int port, Path request, boolean kept, int seconds) throws Exception {
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StatusClient.class.getName(),
                String.valueOf(port),
                request.toString(),
                kept ? "kept" : "each",
                String.valueOf(CONNECTIONS),
                String.valueOf(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (client.waitFor() != 0) {
      throw new IOException("bench: the client failed");
    }
    return Long.parseLong(said);
  }

  /** With a certificate authority of its own: what it says is not compared, only how fast. */
  private static Issuing.Rate openssl(Path folder, Path request, Certificate issuer)
      throws Exception {
    Files.writeString(folder.resolve("issuer.pem"), issuer.pem());
    run(
        folder,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out"
            + " c.pem -subj /CN=x -days 2");
    Files.writeString(folder.resolve("index.txt"), "");
    int port = 20_000 + (int) (ProcessHandle.current().pid() % 20_000);
    Process server =
        new ProcessBuilder(
                "openssl",
                "ocsp",
                "-index",
                "index.txt",
                "-port",
                String.valueOf(port),
                "-rsigner",
                "c.pem",
                "-rkey",
                "k.pem",
                "-CA",
                "c.pem",
                "-ndays",
                "1")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Thread.sleep(1500);
      Duration before = server.info().totalCpuDuration().orElse(Duration.ZERO);
      long count = load(port, request, false, SECONDS);
      Duration busy = server.info().totalCpuDuration().orElse(Duration.ZERO).minus(before);
      return new Issuing.Rate(count, SECONDS, Math.max(0.01, busy.toMillis() / 1e3));
    } finally {
      server.destroy();
      var _ = server.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void run(Path folder, String command) throws Exception {
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("bench: failed at " + Instant.now() + ": " + command);
    }
  }
}
