package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;

/** Names in the directory, for those who tell mail programs of them. */
public final class DirectoryNames {
  private DirectoryNames() {}

  /** {@code ou=people,dc=example,dc=test} of {@code example.test}. */
  public static String people(String domain) {
    return new DN(new RDN("ou", "people"), DirectoryTree.suffix(domain)).toString();
  }
}
