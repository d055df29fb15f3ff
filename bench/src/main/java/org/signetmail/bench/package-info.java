/** How fast the product is, side by side with other software. */
@NullMarked
package org.signetmail.bench;

import org.jspecify.annotations.NullMarked;
