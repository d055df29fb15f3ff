/** The product against other people's software. */
@NullMarked
package org.signetmail.interop;

import org.jspecify.annotations.NullMarked;
