/** One class for each {@code signet} command: options in, a service called, words out. */
@NullMarked
package org.signetmail.app.command;

import org.jspecify.annotations.NullMarked;
