/** The deployment plan: waves, their state, and what stands in the way. */
@NullMarked
package org.signetmail.rollout;

import org.jspecify.annotations.NullMarked;
