package org.signetmail.app.token;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.Failure;

/**
 * Where a key lies in a token (RFC 7512): {@code
 * pkcs11:token=Alice;object=signing?module-path=/usr/lib/…/opensc-pkcs11.so}.
 *
 * @param path what the token and the key are called: {@code token}, {@code object}…
 * @param query how to reach them: {@code module-path}, {@code pin-source}
 */
public record Pkcs11Uri(Map<String, String> path, Map<String, String> query) {
  private static final String SCHEME = "pkcs11:";
  private static final Set<String> PATH =
      Set.of("token", "manufacturer", "serial", "model", "slot-id", "object", "type");
  private static final Set<String> QUERY = Set.of("module-path", "pin-source");

  public Pkcs11Uri {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  public static boolean is(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * @throws Failure for usage, in one line
   */
  public static Pkcs11Uri of(String text) {
    String rest = text.substring(SCHEME.length());
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    String query = question < 0 ? "" : rest.substring(question + 1);
    if (rest.contains("pin-value")) { // told without repeating it
      throw Failure.usage(
          "--key pkcs11:…: holds the PIN itself, which every user of this machine can read (RFC"
              + " 7512 §7); give --password-file or pin-source=file:…");
    }
    return new Pkcs11Uri(attributes(path, ";", PATH), attributes(query, "&", QUERY));
  }

  public Optional<String> object() {
    return Optional.ofNullable(path.get("object"));
  }

  public Optional<Path> pinSource() {
    return Optional.ofNullable(query.get("pin-source"))
        .map(source -> Path.of(source.startsWith("file:") ? source.substring(5) : source));
  }

  /** The library that talks to the token: named here, or in the environment. */
  public Path module() {
    String named = query.getOrDefault("module-path", System.getenv("SIGNET_PKCS11_MODULE"));
    if (named == null) {
      throw Failure.usage(
          "--key pkcs11:…: names no library (RFC 7512 §2.4); add ?module-path=FILE or set"
              + " SIGNET_PKCS11_MODULE");
    }
    return Path.of(named);
  }

  private static Map<String, String> attributes(String text, String separator, Set<String> known) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String attribute : text.split(separator)) {
      int equals = attribute.indexOf('=');
      String name = equals < 0 ? attribute : attribute.substring(0, equals);
      if (attribute.isEmpty()) {
        continue;
      }
      if (equals < 0 || !known.contains(name)) {
        throw Failure.usage(
            "--key pkcs11:…: '"
                + name
                + "' is not an attribute that is used here (RFC 7512 §2.3); write "
                + String.join(", ", known.stream().sorted().toList()));
      }
      String previous = found.put(name, decoded(attribute.substring(equals + 1)));
      if (previous != null) {
        throw Failure.usage(
            "--key pkcs11:…: '" + name + "' stands twice (RFC 7512 §2.3); keep one");
      }
    }
    return found;
  }

  private static String decoded(String value) {
    try { // a plus sign is itself here, unlike in forms
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--key pkcs11:…: has a '%' without two digits (RFC 7512 §2.3)");
    }
  }
}
