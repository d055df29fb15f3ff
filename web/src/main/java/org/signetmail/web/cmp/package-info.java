/**
 * The Certificate Management Protocol (RFC 9810) in its lightweight profile (RFC 9483) over HTTP.
 */
@NullMarked
package org.signetmail.web.cmp;

import org.jspecify.annotations.NullMarked;
