package org.signetmail.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Treatment;
import org.signetmail.policy.Treatment.Encrypt;

/**
 * Groups recipients by what is done for them. Those whom the header names share one encryption;
 * each of the others has one alone, because the recipients of an encrypted message can be read off
 * it (RFC 8551 §2.7.3 and the leak of Bcc recipients it leads to). What was opened for somebody, or
 * goes under somebody's password, goes to nobody else.
 */
final class Variants {
  private Variants() {}

  private record Group(Treatment treatment, String alone) {}

  static List<Variant> of(List<Wanted> wanted, Collection<Mailbox> visible) {
    Set<Mailbox> named = Set.copyOf(visible);
    Map<Group, List<Wanted>> groups = new LinkedHashMap<>();
    for (Wanted one : wanted) {
      if (one.decision() instanceof Decision.Deliver(Treatment treatment, String rule)) {
        Mailbox mailbox = one.recipient().mailbox();
        boolean alone =
            one.opened().isPresent()
                || treatment.encrypt().isToPassword()
                || (treatment.encrypt() != Encrypt.NO && !named.contains(mailbox));
        groups
            .computeIfAbsent(
                new Group(treatment, alone ? mailbox.key() : ""), g -> new ArrayList<>())
            .add(one);
      }
    }
    List<Variant> variants = new ArrayList<>();
    groups.forEach((group, members) -> variants.add(variant(group.treatment(), members)));
    return variants;
  }

  private static Stream<Certificate> readers(Wanted one) {
    return Stream.concat(one.certificate().stream(), one.besides().stream());
  }

  private static Variant variant(Treatment treatment, List<Wanted> members) {
    boolean needsCertificates =
        treatment.encrypt() != Encrypt.NO && !treatment.encrypt().isToPassword();
    if (needsCertificates && members.stream().anyMatch(one -> one.certificate().isEmpty())) {
      throw new IllegalStateException("variant: is to be encrypted, and to nothing");
    }
    List<Certificate> certificates =
        treatment.encrypt() != Encrypt.NO
            ? members.stream().flatMap(Variants::readers).distinct().toList()
            : List.of();
    return new Variant(
        treatment,
        members.stream().map(Wanted::recipient).toList(),
        certificates,
        members.getFirst().opened());
  }
}
