/** The rules that certificates are held to, and the tables they read. */
@NullMarked
package org.signetmail.pkix.internal.lint;

import org.jspecify.annotations.NullMarked;
