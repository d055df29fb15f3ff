/** The certification authority: from a proven request to a logged and published certificate. */
@NullMarked
package org.signetmail.ca;

import org.jspecify.annotations.NullMarked;
