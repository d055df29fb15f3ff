/**
 * {@code signet doctor}: looks at a system from outside and says what is wrong with it, and what to
 * do. It changes nothing.
 */
@NullMarked
package org.signetmail.app.doctor;

import org.jspecify.annotations.NullMarked;
