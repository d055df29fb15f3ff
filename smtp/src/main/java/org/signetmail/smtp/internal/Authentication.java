package org.signetmail.smtp.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smtp.Login;

/** AUTH (RFC 4954) by PLAIN (RFC 4616), or by LOGIN where a server knows nothing better. */
final class Authentication {
  /** With the command around it, below the 512 octets of a line (RFC 5321 §4.5.3.1.4). */
  private static final int LONGEST_INITIAL = 480;

  private final RelayConnection connection;
  private final Login login;

  Authentication(RelayConnection connection, Login login) {
    this.connection = connection;
    this.login = login;
  }

  /**
   * @throws IOException with one line when the server does not take it
   */
  void run() throws IOException {
    Offer offer = connection.offer();
    Reply reply;
    if (offer.says("AUTH PLAIN")) {
      reply = plain();
    } else if (offer.says("AUTH LOGIN")) {
      reply = step("AUTH LOGIN");
      reply = reply.code() == 334 ? step(encoded(login.user())) : reply;
      reply = reply.code() == 334 ? step(password()) : reply;
    } else {
      throw new IOException(
          "offers neither AUTH PLAIN nor AUTH LOGIN (RFC 4954 §3), and a user is configured");
    }
    if (reply.code() != 235) {
      throw new IOException(
          "login of " + login.user() + " refused: " + reply.answer() + "; check user and password");
    }
  }

  private Reply plain() throws IOException {
    String response = encoded("\0" + login.user() + "\0" + login.password(SecretAccess.TOKEN));
    if (response.length() <= LONGEST_INITIAL) {
      return step("AUTH PLAIN " + response);
    }
    Reply reply = step("AUTH PLAIN");
    return reply.code() == 334 ? step(response) : reply;
  }

  private String password() {
    return encoded(login.password(SecretAccess.TOKEN));
  }

  private Reply step(String line) throws IOException {
    connection.command(line);
    return connection.reply();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
