/** The rollout at work: what there is, the plan as files, waves that are started and watched. */
@NullMarked
package org.signetmail.app.rollout;

import org.jspecify.annotations.NullMarked;
