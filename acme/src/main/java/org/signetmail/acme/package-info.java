/**
 * Authorities outside the organisation that speak ACME (RFC 8555) and prove mailboxes (RFC 8823).
 */
@org.jspecify.annotations.NullMarked
package org.signetmail.acme;
