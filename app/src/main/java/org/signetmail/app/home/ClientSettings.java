package org.signetmail.app.home;

import java.net.URI;
import java.util.Optional;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * What people's mail programs are told: servers by the names that they reach them under.
 *
 * @param imap where mail is read; port 993 means TLS from the start, any other STARTTLS
 * @param submission where mail is handed in; port 465 means TLS from the start, any other STARTTLS
 * @param directory {@code ldap://host:port} or {@code ldaps://host:port}, without a base
 */
public record ClientSettings(
    Optional<Endpoint> imap, Optional<Endpoint> submission, Optional<URI> directory) {
  static final ClientSettings NONE =
      new ClientSettings(Optional.empty(), Optional.empty(), Optional.empty());

  static ClientSettings read(YamlMapping clients) throws YamlProblem {
    clients.allow("imap", "submission", "directory");
    return new ClientSettings(
        clients.optional("imap", Endpoint::of),
        clients.optional("submission", Endpoint::of),
        clients.optional("directory", ClientSettings::directory));
  }

  private static URI directory(String text) {
    if (!text.matches("ldaps?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new IllegalArgumentException("'" + text + "' is no ldaps://host:636");
    }
    return URI.create(text);
  }

  /** The group as it stands in the file; nothing where nothing is said. */
  String text() {
    if (equals(NONE)) {
      return "";
    }
    return "clients:\n"
        + imap.map(at -> "  imap: \"" + at + "\"\n").orElse("")
        + submission.map(at -> "  submission: \"" + at + "\"\n").orElse("")
        + directory.map(at -> "  directory: \"" + at + "\"\n").orElse("");
  }
}
