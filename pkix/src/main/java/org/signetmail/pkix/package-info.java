/** Certificates, revocation lists, status and keys, after RFC 5280 and its companions. */
@NullMarked
package org.signetmail.pkix;

import org.jspecify.annotations.NullMarked;
