package org.signetmail.gateway;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Spool;

/**
 * Everything a gateway works with.
 *
 * @param policy the one of now: a message is decided by one policy from beginning to end
 */
public record GatewayPorts(
    Supplier<Policy> policy,
    Signatures signatures,
    Groups groups,
    CertificateDirectory directory,
    NextHop nextHop,
    DeliveryJournal journal,
    GatewayEvents events,
    Spool spool,
    SecureRandom random,
    InstantSource clock) {}
