package org.signetmail.enrolment.acme;

import java.time.Instant;
import java.util.Optional;

/**
 * What an ACME account is bound to (RFC 8555 §7.3.4): one key, for one account, for a time. Its MAC
 * key is not kept; it comes from a secret of ours and this identifier.
 *
 * @param id the {@code kid}
 * @param until when it can no longer make an account
 * @param account the account that it made
 */
public record ExternalAccount(
    String id, AccountHolder holder, Instant created, Instant until, Optional<String> account) {}
