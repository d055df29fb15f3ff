package org.signetmail.smtp;

import org.signetmail.pkix.SecretAccess;

/**
 * With whose name and password a server is asked to take mail (RFC 4954). It goes over TLS only,
 * and is never shown. Safe for use by many threads.
 */
public final class Login {
  private final String user;
  private final String password;

  /**
   * A login by PLAIN (RFC 4616) or, where that is not offered, LOGIN.
   *
   * @throws IllegalArgumentException with one line when a server could not take it
   */
  public Login(String user, String password) {
    if (user.isEmpty() || user.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("user: is empty or has a NUL (RFC 4616 §2)");
    }
    if (password.isEmpty() || password.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("password: is empty or has a NUL (RFC 4616 §2)");
    }
    this.user = user;
    this.password = password;
  }

  public String user() {
    return user;
  }

  public String password(SecretAccess access) {
    return password;
  }

  @Override
  public String toString() {
    return "login of " + user;
  }
}
