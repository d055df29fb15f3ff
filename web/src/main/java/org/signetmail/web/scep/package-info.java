/** The Simple Certificate Enrolment Protocol (RFC 8894), as device management speaks it. */
@NullMarked
package org.signetmail.web.scep;

import org.jspecify.annotations.NullMarked;
