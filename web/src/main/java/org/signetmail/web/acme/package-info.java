/**
 * An ACME server over HTTPS (RFC 8555, RFC 8823, RFC 9773): signed requests in, JSON out. What is
 * allowed to whom is decided in {@code enrolment.acme}.
 */
@NullMarked
package org.signetmail.web.acme;

import org.jspecify.annotations.NullMarked;
