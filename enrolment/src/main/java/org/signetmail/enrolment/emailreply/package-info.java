/**
 * The two mails of ACME's {@code email-reply-00} challenge (RFC 8823), for both ends: what a
 * challenge must be to be answered, what the answer is. No network and no clock.
 */
@org.jspecify.annotations.NullMarked
package org.signetmail.enrolment.emailreply;
