/**
 * The organisation's directory of certificates as it is served: LDAP (RFC 4511), read-only, for
 * mail programs. Anybody may ask by mailbox; nobody is given a list.
 */
@NullMarked
package org.signetmail.lookup.served;

import org.jspecify.annotations.NullMarked;
