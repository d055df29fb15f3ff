/** One organisation's system: made once, opened often, and run as services. All wiring is here. */
@NullMarked
package org.signetmail.app.organization;

import org.jspecify.annotations.NullMarked;
