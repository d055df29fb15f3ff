/** What an organisation wants done to a message: a pure function from facts to decisions. */
@NullMarked
package org.signetmail.policy;

import org.jspecify.annotations.NullMarked;
