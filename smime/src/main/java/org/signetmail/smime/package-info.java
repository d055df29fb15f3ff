/** S/MIME 4.0 messages: sign, encrypt, open and verify, after RFC 8551 and RFC 5652. */
@NullMarked
package org.signetmail.smime;

import org.jspecify.annotations.NullMarked;
