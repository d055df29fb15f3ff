/** The transparency log over HTTP: read from outside, and shown to witnesses. */
@NullMarked
package org.signetmail.app.log;

import org.jspecify.annotations.NullMarked;
