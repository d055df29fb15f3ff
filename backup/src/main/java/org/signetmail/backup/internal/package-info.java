/** The file formats of a backup; nothing here is for callers. */
@NullMarked
package org.signetmail.backup.internal;

import org.jspecify.annotations.NullMarked;
