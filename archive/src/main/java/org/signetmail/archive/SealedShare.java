package org.signetmail.archive;

import org.signetmail.pkix.KeyId;

/**
 * One officer's share of the key that seals an archived key: CMS to the officer's certificate.
 *
 * @param officer the encryption key of the officer who alone can open it
 * @param index the share's x-coordinate, 1 to 255
 * @param sealed AuthEnvelopedData (RFC 5083)
 */
public record SealedShare(KeyId officer, int index, byte[] sealed) {}
