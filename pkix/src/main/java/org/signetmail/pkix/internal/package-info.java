/** What {@code org.signetmail.pkix} is made of; Bouncy Castle shows here and nowhere else. */
@NullMarked
package org.signetmail.pkix.internal;

import org.jspecify.annotations.NullMarked;
