package org.signetmail.rollout;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * That a wave invited somebody.
 *
 * @param first when
 * @param latest when it was said again, or {@code first}
 * @param reminders how often it was said again
 */
public record WaveInvitation(Mailbox person, Instant first, Instant latest, int reminders) {}
