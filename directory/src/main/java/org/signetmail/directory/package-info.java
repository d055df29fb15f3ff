/** Whose certificate to encrypt to, and what that recipient is known to read. */
@NullMarked
package org.signetmail.directory;

import org.jspecify.annotations.NullMarked;
