/** How the log's text is read and written; nothing here is for other rooms. */
@NullMarked
package org.signetmail.tlog.internal;

import org.jspecify.annotations.NullMarked;
