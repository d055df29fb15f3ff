/** Keys in hardware: named by {@code pkcs11:} addresses (RFC 7512), used through SunPKCS11. */
@org.jspecify.annotations.NullMarked
package org.signetmail.app.token;
