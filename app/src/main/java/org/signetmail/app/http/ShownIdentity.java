package org.signetmail.app.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/**
 * The one identity that a TLS client shows to whoever asks for a certificate (RFC 8446 §4.4.2).
 * Thread-safe.
 */
public final class ShownIdentity extends X509ExtendedKeyManager {
  private static final String NAME = "own";

  private final SigningIdentity identity;

  public ShownIdentity(SigningIdentity identity) {
    this.identity = identity;
  }

  @Override
  public String chooseEngineClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return NAME;
  }

  @Override
  public String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return NAME;
  }

  @Override
  public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return new String[] {NAME};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity.path().stream().map(Certificate::x509).toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity.key().privateKey(SecretAccess.TOKEN);
  }

  @Override
  public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
