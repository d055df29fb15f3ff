/** Conditions in the Common Expression Language: nothing outside this package knows of it. */
@NullMarked
package org.signetmail.policy.internal;

import org.jspecify.annotations.NullMarked;
