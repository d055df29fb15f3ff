/** Long-term signatures in CMS: CAdES (ETSI EN 319 122-1), as octets that time stamps are over. */
@NullMarked
package org.signetmail.smime.internal.cades;

import org.jspecify.annotations.NullMarked;
