package org.signetmail.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * Another organisation whose certificates count here, but only for its own mailboxes.
 *
 * @param name how we call it
 * @param roots its trusted roots; never empty
 * @param domains whose mailboxes its roots vouch for: lower case, each that host alone, or with a
 *     leading dot every host below (RFC 5280 §4.2.1.10); never empty
 * @param gateway what mail to its gateway is encrypted to, where it has one
 * @param reads what it says the programs of its people open, in the words of profiles: {@code
 *     aes256-GCM}; empty when it said nothing
 */
public record Partner(
    String name,
    List<Certificate> roots,
    Set<String> domains,
    Optional<Certificate> gateway,
    Set<String> reads) {
  private static final String HOST =
      "\\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+";

  /** One that said nothing of what its people's programs open. */
  public Partner(
      String name, List<Certificate> roots, Set<String> domains, Optional<Certificate> gateway) {
    this(name, roots, domains, gateway, Set.of());
  }

  /**
   * The partner, checked.
   *
   * @throws IllegalArgumentException in one clear line
   */
  public Partner {
    roots = List.copyOf(roots);
    domains = Set.copyOf(new TreeSet<>(domains));
    reads = Set.copyOf(reads);
    if (name.isBlank() || name.length() > 64) {
      throw new IllegalArgumentException(
          "partner '" + name + "': want a name of 1 to 64 characters; give it one");
    }
    if (roots.isEmpty() || domains.isEmpty()) {
      throw new IllegalArgumentException(
          "partner " + name + ": needs a root and a domain, or it vouches for nobody; give both");
    }
    for (String domain : domains) {
      if (!domain.matches(HOST)) {
        throw new IllegalArgumentException(
            "partner " + name + ": '" + domain + "' is no domain; write partner.example");
      }
    }
    for (Certificate root : roots) {
      if (!root.isAuthority()) {
        throw new IllegalArgumentException(
            "partner "
                + name
                + ": "
                + root.displayName()
                + " is no authority's certificate (RFC 5280 §4.2.1.9); give the root");
      }
    }
  }

  /** Whether the mailbox is of its domains. */
  public boolean covers(Mailbox mailbox) {
    String domain = mailbox.domain();
    return domains.stream()
        .anyMatch(own -> own.startsWith(".") ? domain.endsWith(own) : domain.equals(own));
  }
}
