package org.signetmail.lookup;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * People out of LDIF (RFC 2849), as a directory server exports it: every entry with a {@code mail}.
 * Groups are the names in {@code memberOf}, and {@code ou} or {@code department}.
 */
public final class LdifPeople {
  private static final int MOST = 1_000_000;

  private LdifPeople() {}

  /**
   * Somebody.
   *
   * @param mail as it stands there
   * @param name {@code displayName}, else {@code cn}
   */
  public record Found(String mail, Optional<String> name, Set<String> groups) {}

  /**
   * Reads them all.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static List<Found> read(InputStream in) throws IOException {
    List<Found> found = new ArrayList<>();
    try (LDIFReader reader = new LDIFReader(in)) {
      for (Entry entry = reader.readEntry(); entry != null; entry = reader.readEntry()) {
        of(entry, "mail").ifPresent(found::add);
        if (found.size() > MOST) {
          throw new IOException("has more than " + MOST + " people");
        }
      }
    } catch (LDIFException e) {
      throw new IOException("is not LDIF in line " + e.getLineNumber() + " (RFC 2849)", e);
    }
    return found;
  }

  /**
   * Somebody out of an entry of a directory; empty without a mailbox.
   *
   * @param attribute that holds it
   */
  static Optional<Found> of(Entry entry, String attribute) {
    return Optional.ofNullable(entry.getAttributeValue(attribute))
        .map(mail -> new Found(mail, name(entry), groups(entry)));
  }

  private static Optional<String> name(Entry entry) {
    return Optional.ofNullable(entry.getAttributeValue("displayName"))
        .or(() -> Optional.ofNullable(entry.getAttributeValue("cn")));
  }

  private static Set<String> groups(Entry entry) {
    Set<String> groups = new TreeSet<>();
    for (String attribute : List.of("ou", "department")) {
      String[] values = entry.getAttributeValues(attribute);
      if (values != null) {
        groups.addAll(List.of(values));
      }
    }
    String[] memberOf = entry.getAttributeValues("memberOf");
    for (String name : memberOf == null ? new String[0] : memberOf) {
      groups.add(named(name));
    }
    return groups;
  }

  /** The value of the first name of a DN; the text itself where it is none. */
  private static String named(String dn) {
    try {
      RDN first = new DN(dn).getRDN();
      return first == null ? dn : first.getAttributeValues()[0];
    } catch (LDAPException e) {
      return dn;
    }
  }
}
