/**
 * Kept mail, read without being sent: the messages of an mbox, the envelope that headers speak of,
 * and what policies would do with many messages.
 */
@NullMarked
package org.signetmail.app.mail;

import org.jspecify.annotations.NullMarked;
