/** Certificates of others, looked up in LDAP and DNS. */
@NullMarked
package org.signetmail.lookup;

import org.jspecify.annotations.NullMarked;
