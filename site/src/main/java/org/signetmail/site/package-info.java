/** The documentation as pages for a browser, which need no server. */
@NullMarked
package org.signetmail.site;

import org.jspecify.annotations.NullMarked;
