package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A certificate was revoked, put on hold, or released (RFC 5280 §5.2.4: "the status has changed").
 *
 * @param logIndex of the leaf that says so; changes of all issuers are in its order
 */
public record StatusChange(long logIndex, BigInteger serial, Instant at) {}
