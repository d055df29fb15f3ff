package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.HopSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.smtp.Login;
import org.signetmail.smtp.RelaySettings;

/** What lies in files for a next hop: whom it is trusted by, and how we show who we are. */
public final class HopAccess {
  private HopAccess() {}

  /**
   * For conversations with a server, with everything that its settings name.
   *
   * @throws Failure when a file is not there, or not what it should be
   */
  public static RelaySettings relay(HopSettings settings, Home home, String hostname)
      throws IOException {
    Endpoint server = settings.server().orElseThrow();
    RelaySettings relay =
        settings.relay(server, hostname).withTls(settings.tls(), context(settings, home));
    if (settings.account().isEmpty()) {
      return relay;
    }
    HopSettings.Secret account = settings.account().get();
    try {
      return relay.withLogin(new Login(account.name(), password(home, account.passwordFile())));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(account.passwordFile() + ": " + e.getMessage());
    }
  }

  /** Empty where the platform's own roots decide, and nothing is shown of ourselves. */
  static Optional<SSLContext> context(HopSettings settings, Home home) throws IOException {
    if (settings.roots().isEmpty() && settings.clientKey().isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(settings, home), trust(settings, home), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw Failure.usage("next hop " + settings + ": TLS cannot be set up: " + e.getMessage());
    }
  }

  private static TrustManager @Nullable [] trust(HopSettings settings, Home home)
      throws IOException, GeneralSecurityException {
    if (settings.roots().isEmpty()) {
      return null;
    }
    String name = settings.roots().get();
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    for (Certificate root : Certificates.read(read(home, name), name)) {
      roots.setCertificateEntry(root.fingerprint(), root.x509());
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(HopSettings settings, Home home)
      throws IOException, GeneralSecurityException {
    if (settings.clientKey().isEmpty()) {
      return null;
    }
    HopSettings.Secret key = settings.clientKey().get();
    char[] password = password(home, key.passwordFile()).toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file(home, key.name()))) {
      store.load(in, password);
    } catch (IOException e) {
      throw Failure.usage(
          key.name() + ": is no PKCS#12 file that its password opens (" + e.getMessage() + ")");
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  /** The first line of a file. */
  private static String password(Home home, String name) throws IOException {
    return new String(read(home, name), StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElseThrow(() -> Failure.usage(name + ": is empty; write the password into it"));
  }

  private static byte[] read(Home home, String name) throws IOException {
    try {
      return Files.readAllBytes(file(home, name));
    } catch (NoSuchFileException e) {
      throw Failure.usage(
          file(home, name) + ": is not there, and signet.yaml names it for a next hop");
    }
  }

  private static Path file(Home home, String name) {
    return home.folder().resolve(name);
  }
}
