/** HTTP: ACME, EST, OCSP, CRLs, time stamps, portal and console. */
@NullMarked
package org.signetmail.web;

import org.jspecify.annotations.NullMarked;
