/** The Cryptographic Message Syntax (RFC 5652 and its algorithms), made and read as streams. */
@NullMarked
package org.signetmail.smime.internal.cms;

import org.jspecify.annotations.NullMarked;
