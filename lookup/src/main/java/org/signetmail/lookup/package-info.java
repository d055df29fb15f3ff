/** Certificates of others, looked up in LDAP and DNS. What is found there is not trusted for it. */
@NullMarked
package org.signetmail.lookup;

import org.jspecify.annotations.NullMarked;
