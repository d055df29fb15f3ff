/** The wire: lines, commands, replies, and the text of a message between them. */
@NullMarked
package org.signetmail.smtp.internal;

import org.jspecify.annotations.NullMarked;
