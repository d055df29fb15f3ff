/**
 * Every parser of what strangers send, to be run on anything: by {@code fuzz/run}, and by tests.
 */
@NullMarked
package org.signetmail.fuzz;

import org.jspecify.annotations.NullMarked;
