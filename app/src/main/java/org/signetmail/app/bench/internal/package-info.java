/** A program over Bouncy Castle alone, to measure beside. */
@org.jspecify.annotations.NullMarked
package org.signetmail.app.bench.internal;
