/**
 * What an authority remembers of CMP's exchanges (RFC 9483 §4): transactions that go on over
 * several messages, at whichever node they come, and certificates that nobody confirmed.
 */
@NullMarked
package org.signetmail.enrolment.cmp;

import org.jspecify.annotations.NullMarked;
