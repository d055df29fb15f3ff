/** MIME as far as protection needs it: raw octets stay raw (RFC 2045, RFC 2046, RFC 1847). */
@NullMarked
package org.signetmail.smime.internal.mime;

import org.jspecify.annotations.NullMarked;
