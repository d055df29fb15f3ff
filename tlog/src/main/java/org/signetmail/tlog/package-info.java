/** The transparency log: a Merkle tree with signed checkpoints, after C2SP tlog-tiles. */
@NullMarked
package org.signetmail.tlog;

import org.jspecify.annotations.NullMarked;
