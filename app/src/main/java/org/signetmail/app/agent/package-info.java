/** A person's own agent: mail is signed and encrypted on the machine where it is written. */
@NullMarked
package org.signetmail.app.agent;

import org.jspecify.annotations.NullMarked;
