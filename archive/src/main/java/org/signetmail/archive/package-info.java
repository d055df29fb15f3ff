/**
 * The key archive: encryption keys kept in shares, and given back only by a quorum of officers.
 *
 * <p>Read in this order. In: {@link org.signetmail.archive.KeyTransport} opens what an enrolling
 * side sealed, {@link org.signetmail.archive.KeyArchive} seals a key, shares it among the {@link
 * org.signetmail.archive.Officers} and signs a receipt. Back: a {@link
 * org.signetmail.archive.RecoveryRequest} opens a case at {@link org.signetmail.archive.Recovery};
 * a {@link org.signetmail.archive.ShareBundle} goes to each officer's {@link
 * org.signetmail.archive.OfficerDesk}, an {@link org.signetmail.archive.OfficerDecision} comes
 * back; the receiver puts the {@link org.signetmail.archive.KeyRelease} together.
 *
 * <p>Server, desk and receiver share no store and no trust: what passes between them are files in
 * the form of {@link org.signetmail.archive.DocumentText}, for mail or a stick, each checked where
 * it arrives.
 */
@NullMarked
package org.signetmail.archive;

import org.jspecify.annotations.NullMarked;
