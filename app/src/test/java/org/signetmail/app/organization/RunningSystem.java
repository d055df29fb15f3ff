package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.home.WitnessAddress;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;

/** A whole system on free ports, as its neighbours on the network see it. */
final class RunningSystem implements Closeable {
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

  final Organization organization;
  final Services services;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningSystem(Path folder, Configuration.Status status) throws IOException {
    this(folder, status, List.of(), "http://127.0.0.1:8080");
  }

  RunningSystem(Path folder, Configuration.Status status, List<WitnessAddress> witnesses)
      throws IOException {
    this(folder, status, witnesses, "http://127.0.0.1:8080");
  }

  /**
   * @param publicUrl that its certificates name
   */
  RunningSystem(
      Path folder, Configuration.Status status, List<WitnessAddress> witnesses, String publicUrl)
      throws IOException {
    this(folder, configuration(status, witnesses, publicUrl));
  }

  RunningSystem(Path folder, Configuration configuration) throws IOException {
    Home home = new Home(folder);
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    organization = Organization.open(home, InstantSource.system());
    services = Services.start(organization);
  }

  /**
   * Lays a system and leaves it.
   *
   * @param configuration changes the text of signet.yaml
   */
  static Home laid(Path folder, UnaryOperator<String> configuration) throws IOException {
    Home home = new Home(folder);
    new Foundation(
            configuration(Configuration.Status.STANDARD, List.of(), "http://127.0.0.1:8080"),
            new SecureRandom(),
            InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        home.configuration(), configuration.apply(Files.readString(home.configuration())));
    return home;
  }

  /** A system that was laid before. */
  RunningSystem(Home home) throws IOException {
    organization = Organization.open(home, InstantSource.system());
    services = Services.start(organization);
  }

  /** Somebody with a signing certificate. */
  SigningIdentity person(String name, String mailbox) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Mailbox owner = Mailbox.of(mailbox);
    Issuance issuance =
        organization
            .authority()
            .issueSigning(
                CertificationRequest.make(key, name, owner),
                new SubjectName(name, Optional.of("Example Corp")),
                owner);
    if (issuance instanceof Issuance.Issued issued) {
      return new SigningIdentity(key, List.of(issued.certificate(), organization.issuing()));
    }
    throw new AssertionError(issuance.findings().toString());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + services.httpPort() + path);
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, String mediaType, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> https(String path) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", organization.root().x509());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    URI uri = URI.create("https://localhost:" + services.httpsPort() + path);
    try (HttpClient secure = HttpClient.newBuilder().sslContext(context).build()) {
      return secure.send(
          HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  /** The first octets of the answer to octets that need not be a request. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      return "timeout";
    }
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), services.httpPort());
  }

  static Path write(Path folder, String name, Certificate certificate) throws IOException {
    return Files.writeString(folder.resolve(name), certificate.pem());
  }

  @Override
  public void close() {
    client.close();
    services.close();
    organization.close();
  }

  static Configuration configuration(
      Configuration.Status status, List<WitnessAddress> witnesses, String publicUrl) {
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(3, 2),
        publicUrl,
        new Configuration.Listen(ANY_PORT, ANY_PORT, ANY_PORT, ANY_PORT),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        new Configuration.Log("example.test/signet", witnesses),
        Configuration.Certificates.PRIVATE,
        status,
        BackupSettings.STANDARD);
  }
}
