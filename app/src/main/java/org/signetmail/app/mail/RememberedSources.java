package org.signetmail.app.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.directory.Lookup;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.FactSources;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;

/** Answers are those of one moment, and a mailbox is looked up once. For one thread. */
public final class RememberedSources {
  private RememberedSources() {}

  public static FactSources of(FactSources sources) {
    Map<Mailbox, Facts.Signer> signers = new HashMap<>();
    Map<Mailbox, Lookup> lookups = new ConcurrentHashMap<>();
    return new FactSources(
        author -> signers.computeIfAbsent(author, sources.signers()),
        mailbox -> lookups.computeIfAbsent(mailbox, sources.certificates()),
        new Remembered(sources.affiliations(), new HashMap<>(), new HashMap<>(), new HashMap<>()),
        sources.judge());
  }

  private record Remembered(
      Affiliations source,
      Map<Mailbox, Set<String>> groupsOf,
      Map<Mailbox, Optional<String>> partnerOf,
      Map<Mailbox, Optional<Certificate>> gatewayOf)
      implements Affiliations {
    @Override
    public Set<String> groups(Mailbox mailbox) {
      return groupsOf.computeIfAbsent(mailbox, source::groups);
    }

    @Override
    public Optional<String> partner(Mailbox mailbox) {
      return partnerOf.computeIfAbsent(mailbox, source::partner);
    }

    @Override
    public Optional<Certificate> gateway(Mailbox mailbox) {
      return gatewayOf.computeIfAbsent(mailbox, source::gateway);
    }
  }
}
