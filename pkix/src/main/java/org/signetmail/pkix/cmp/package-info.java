/**
 * Messages of the Certificate Management Protocol (RFC 9810, profile RFC 9483): read as an
 * authority reads them, made as it answers, and made as a client asks. No transport, no decision.
 */
@NullMarked
package org.signetmail.pkix.cmp;

import org.jspecify.annotations.NullMarked;
