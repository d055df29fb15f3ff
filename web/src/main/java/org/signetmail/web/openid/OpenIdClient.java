package org.signetmail.web.openid;

import java.net.URI;
import java.util.Optional;

/**
 * What we are to an identity provider.
 *
 * @param issuer the provider's name: the address below which its configuration is (OpenID Connect
 *     Discovery §4)
 * @param id our name there
 * @param secret shared with the provider; empty for a client without one, whom PKCE alone protects
 * @param redirect where browsers come back to, as it is registered there
 * @param mailboxes which of the provider's mailboxes count
 */
public record OpenIdClient(
    URI issuer, String id, Optional<String> secret, URI redirect, Mailboxes mailboxes) {
  /** Which mailboxes count that a provider names. */
  public enum Mailboxes {
    /** Those that it says it has verified (OpenID Connect Core §5.1, email_verified). */
    VERIFIED,
    /** All: for a provider that says nothing of it and whose people cannot choose theirs. */
    DANGEROUSLY_ALL
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OpenIdClient[" + id + " at " + issuer + "]";
  }
}
