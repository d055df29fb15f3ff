package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PortalSettings;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.lookup.LdapPasswords;
import org.signetmail.lookup.LdapSignIn;
import org.signetmail.web.openid.OpenIdClient;
import org.signetmail.web.openid.OpenIdProvider;
import org.signetmail.web.openid.ProviderHttp;
import org.signetmail.web.portal.SignInWays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How people sign in to the portal beside codes by mail, as {@code portal.sign-in} says. Neither
 * the directory nor the provider is asked at the start: a system comes up while they are down.
 */
public final class SignIn implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LDAP_PORT = 389;
  private static final int LDAPS_PORT = 636;
  private static final int LARGEST_FILE = 1 << 20;
  private static final int LARGEST_ANSWER = 256 << 10;

  private final SignInWays ways;
  private final Optional<BoundedHttp> http;

  private SignIn(SignInWays ways, Optional<BoundedHttp> http) {
    this.ways = ways;
    this.http = http;
  }

  /** Those of the configuration; every file that it names is read. */
  static SignIn of(Organization organization) throws IOException {
    PortalSettings settings = organization.configuration().portal();
    Path home = organization.home().folder();
    Optional<SignInWays.Directory> directory = Optional.empty();
    if (settings.ldap().isPresent()) {
      PortalSettings.Ldap ldap = settings.ldap().get();
      directory =
          Optional.of(
              new SignInWays.Directory(
                  ldap.name(), new LdapPasswords(directory(ldap, home), LOG::warn)));
    }
    if (settings.openid().isEmpty()) {
      return new SignIn(new SignInWays(directory, Optional.empty()), Optional.empty());
    }
    PortalSettings.OpenId openid = settings.openid().get();
    OpenIdClient client =
        new OpenIdClient(
            openid.issuer(),
            openid.client(),
            secret(openid.secretFile(), home),
            URI.create(Portal.address(organization.configuration()) + SignInWays.Provider.BACK),
            openid.mailboxes());
    BoundedHttp http = new BoundedHttp(PATIENCE, trust(openid.trust(), home));
    OpenIdProvider provider =
        new OpenIdProvider(
            client,
            new Asking(http),
            organization.vault().derive("portal sign-in by a provider"),
            organization.random(),
            organization.clock(),
            LOG::warn);
    return new SignIn(
        new SignInWays(directory, Optional.of(new SignInWays.Provider(openid.name(), provider))),
        Optional.of(http));
  }

  /** The directory that people sign in at, for who reads it; empty where there is none. */
  public static Optional<LdapSignIn> directory(Organization organization) throws IOException {
    Optional<PortalSettings.Ldap> ldap = organization.configuration().portal().ldap();
    return ldap.isEmpty()
        ? Optional.empty()
        : Optional.of(directory(ldap.get(), organization.home().folder()));
  }

  SignInWays ways() {
    return ways;
  }

  @Override
  public void close() {
    http.ifPresent(BoundedHttp::close);
  }

  private static LdapSignIn directory(PortalSettings.Ldap ldap, Path home) throws IOException {
    int usual = ldap.transport() == LdapSignIn.Transport.TLS ? LDAPS_PORT : LDAP_PORT;
    Optional<String> password = secret(ldap.passwordFile(), home);
    return new LdapSignIn(
        ldap.at().getHost(),
        ldap.at().getPort() >= 0 ? ldap.at().getPort() : usual,
        ldap.transport(),
        ldap.at().getPath().substring(1),
        ldap.attribute(),
        ldap.bind().map(name -> new LdapSignIn.Login(name, password.orElseThrow())),
        trust(ldap.trust(), home),
        PATIENCE);
  }

  /** What stands in a file of ours, without the end of its line. */
  private static Optional<String> secret(Optional<String> file, Path home) throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String text =
        new String(octets(home.resolve(file.get())), StandardCharsets.UTF_8).stripTrailing();
    if (text.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          home.resolve(file.get()) + ": is empty; write the secret of portal.sign-in into it");
    }
    return Optional.of(text);
  }

  private static SSLContext trust(Optional<String> roots, Path home) throws IOException {
    try {
      if (roots.isEmpty()) {
        return SSLContext.getDefault();
      }
      Path file = home.resolve(roots.get());
      return TlsTrust.under(octets(file), file.toString());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has a default TLS context", e);
    }
  }

  private static byte[] octets(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST_FILE);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE, file + ": cannot be read; portal.sign-in in signet.yaml names it", e);
    }
  }

  /** Over our client for servers that are not ours. */
  private record Asking(BoundedHttp http) implements ProviderHttp {
    @Override
    public byte[] get(URI address, Map<String, String> headers) throws IOException {
      return body(HttpRequest.newBuilder(address).GET(), headers);
    }

    @Override
    public byte[] post(URI address, Map<String, String> headers, byte[] form) throws IOException {
      return body(
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofByteArray(form)),
          headers);
    }

    private byte[] body(HttpRequest.Builder request, Map<String, String> headers)
        throws IOException {
      headers.forEach(request::header);
      BoundedHttp.Answer answer = http.answer(request, LARGEST_ANSWER);
      if (answer.status() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
        throw new IOException("status " + answer.status());
      }
      if (!answer.isOk()) {
        throw new Denied(answer.status());
      }
      return answer.body();
    }
  }
}
