/** Just enough ASN.1: BER read as a stream or a tree, DER written (X.690). */
@NullMarked
package org.signetmail.smime.internal.asn1;

import org.jspecify.annotations.NullMarked;
