package org.signetmail.archive;

import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * A recovery officer: holds one share of every archived key. Never an administrator or an auditor
 * of the same system.
 *
 * @param encryption shares are sealed to it
 * @param signing approvals are signed with it
 */
public record Officer(Mailbox mailbox, String name, Certificate encryption, Certificate signing) {}
