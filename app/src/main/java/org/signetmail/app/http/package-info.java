/** Asking other people's servers over HTTP, within bounds. */
@NullMarked
package org.signetmail.app.http;

import org.jspecify.annotations.NullMarked;
