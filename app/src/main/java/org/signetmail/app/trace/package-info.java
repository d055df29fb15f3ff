/** Spans of a running system, for a collector of the operator's own (docs/operate/observe.md). */
@NullMarked
package org.signetmail.app.trace;

import org.jspecify.annotations.NullMarked;
