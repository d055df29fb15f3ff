/** Enrolment over Secure Transport (RFC 7030, RFC 8951): certificates by HTTPS POST. */
@NullMarked
package org.signetmail.web.est;

import org.jspecify.annotations.NullMarked;
