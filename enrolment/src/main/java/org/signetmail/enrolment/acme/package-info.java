/**
 * An ACME server's rules (RFC 8555) for mailboxes (RFC 8823): accounts, orders, the challenge that
 * is answered by mail, certificates, renewal (RFC 9773). No HTTP and no JOSE: what was signed by
 * whom is known before it comes here.
 */
@NullMarked
package org.signetmail.enrolment.acme;

import org.jspecify.annotations.NullMarked;
