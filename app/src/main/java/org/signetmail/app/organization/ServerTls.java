package org.signetmail.app.organization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.KeyName;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/**
 * What a TLS server of ours shows, on HTTPS and SMTP alike: the certificate in the files that the
 * configuration names, or one of our own.
 */
final class ServerTls {
  private static final int LARGEST_FILE = 1 << 20;

  private ServerTls() {}

  static SSLContext context(Organization organization) throws IOException {
    Optional<Configuration.TlsFiles> files = organization.configuration().listen().tls();
    return files.isPresent()
        ? context(organization, read(files.get(), organization.home().folder()), files.get().key())
        : context(organization, organization.vault().signing(KeyName.TLS), KeyName.TLS.file());
  }

  private static SigningIdentity read(Configuration.TlsFiles files, Path home) throws IOException {
    byte[] both =
        (text(home.resolve(files.certificate())) + "\n" + text(home.resolve(files.key())))
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      return KeyFile.read(both, new char[0], files.key()).signing().stream()
          .findFirst()
          .orElseThrow(() ->
              new Failure(
                  ExitCode.USAGE,
                  files.certificate()
                      + ": is no certificate for a server that signs its handshakes (RFC 8446"
                      + " §4.4.2.2); name one with the key usage digitalSignature"));
    } catch (KeyFile.Unreadable e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } finally {
      Arrays.fill(both, (byte) 0);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE, file + ": cannot be read; see listen in signet.yaml: TLS needs it", e);
    }
  }

  private static SSLContext context(
      Organization organization, SigningIdentity identity, String file) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      X509Certificate[] path =
          identity.path().stream().map(Certificate::x509).toArray(X509Certificate[]::new);
      char[] none = new char[0];
      keys.setKeyEntry("server", identity.key().privateKey(SecretAccess.TOKEN), none, path);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, none);
      SSLContext context = SSLContext.getInstance("TLS");
      ClientTrust clients = new ClientTrust(organization.authorities());
      context.init(managers.getKeyManagers(), new TrustManager[] {clients}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "tls: the server's key cannot be used ("
              + e.getMessage()
              + "); put another into "
              + file
              + ", or bring it back from a backup",
          e);
    }
  }
}
