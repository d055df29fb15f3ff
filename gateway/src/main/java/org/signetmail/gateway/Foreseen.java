package org.signetmail.gateway;

import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Explanation;

/** What would happen to a message for one recipient, and why. */
public record Foreseen(Mailbox recipient, Explanation explanation) {}
