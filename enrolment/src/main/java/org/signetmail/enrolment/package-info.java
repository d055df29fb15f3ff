/** How a person gets keys and certificates: invitation, proof of the mailbox, renewal, leaving. */
@NullMarked
package org.signetmail.enrolment;

import org.jspecify.annotations.NullMarked;
