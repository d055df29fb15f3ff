package org.signetmail.rollout;

import java.time.Instant;

/**
 * That a policy was tried on mail, nothing of which was sent.
 *
 * @param policy its fingerprint
 * @param messages how many, and to how many recipients
 * @param stopped recipients to whom it would have refused or held mail
 */
public record SimulationRecord(
    String policy, Instant at, int messages, int recipients, int stopped) {}
