/** The {@code signet} command: configuration, and all wiring. */
@NullMarked
package org.signetmail.app;

import org.jspecify.annotations.NullMarked;
