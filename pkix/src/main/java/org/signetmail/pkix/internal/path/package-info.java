/**
 * Path validation (RFC 5280 §6) in the order in which it happens: search, check, revocation.
 *
 * <p>The JDK's {@code PKIX} validator was not taken: it stops at the first error and says little of
 * it, takes the algorithms it allows from the security properties of the machine, ignores name
 * constraints on internationalised addresses, keeps the policy tree that RFC 9618 replaced because
 * it grows exponentially, and cannot tell "unknown" from "revoked". Bouncy Castle's has the same
 * tree. Certificates, CRLs and signatures are the JDK's.
 */
@NullMarked
package org.signetmail.pkix.internal.path;

import org.jspecify.annotations.NullMarked;
