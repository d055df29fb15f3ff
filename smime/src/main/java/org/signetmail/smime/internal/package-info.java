/** What the rooms outside need not know: bytes. */
@NullMarked
package org.signetmail.smime.internal;

import org.jspecify.annotations.NullMarked;
