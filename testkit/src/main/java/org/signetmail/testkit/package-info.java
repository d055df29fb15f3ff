/** Fixtures shared by tests. */
@NullMarked
package org.signetmail.testkit;

import org.jspecify.annotations.NullMarked;
