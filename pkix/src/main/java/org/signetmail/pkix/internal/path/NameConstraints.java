package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.internal.Extensions;

/**
 * The name constraints of all authorities so far (RFC 5280 §4.2.1.10, §6.1.4 g).
 *
 * <p>Instead of intersecting them, each authority's are kept and each is asked: a name must lie in
 * no excluded subtree of any, and for each authority that permits some names of its form, in one of
 * them. That is the same, and cannot grow; what is compared is counted on the {@link Budget}.
 */
final class NameConstraints {
  private final Budget budget;
  private final List<OfOneAuthority> authorities = new ArrayList<>();

  private record OfOneAuthority(
      String name, List<GeneralName> permitted, List<GeneralName> excluded) {}

  NameConstraints(Budget budget) {
    this.budget = budget;
  }

  void add(Certificate authority) throws IOException {
    var extension = authority.extension(Extensions.NAME_CONSTRAINTS);
    if (extension.isPresent()) {
      var found = org.bouncycastle.asn1.x509.NameConstraints.getInstance(extension.get());
      authorities.add(
          new OfOneAuthority(
              authority.displayName(),
              bases(found.getPermittedSubtrees()),
              bases(found.getExcludedSubtrees())));
    }
  }

  /** What the relying party lets a root vouch for (RFC 5937 §3.2); nothing given permits all. */
  void permitMailboxes(Certificate root, Set<String> domains) {
    if (!domains.isEmpty()) {
      authorities.add(
          new OfOneAuthority(
              root.displayName(),
              domains.stream()
                  .map(domain -> new GeneralName(GeneralName.rfc822Name, domain))
                  .toList(),
              List.of()));
    }
  }

  List<Finding> broken(Certificate certificate) {
    if (authorities.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (GeneralName name : names(certificate)) {
      for (OfOneAuthority authority : authorities) {
        if (!allows(authority, name)) {
          findings.add(
              Finding.of(
                  PathFinding.NAME_CONSTRAINTS,
                  certificate.displayName(),
                  "bears a name that " + authority.name() + " may not certify"));
        }
      }
    }
    return findings;
  }

  private boolean allows(OfOneAuthority authority, GeneralName name) {
    for (GeneralName excluded : authority.excluded()) {
      budget.spendComparison();
      if (NameForm.areOfOneForm(name, excluded) && NameForm.mayLieIn(name, excluded)) {
        return false;
      }
    }
    boolean constrained = false;
    for (GeneralName permitted : authority.permitted()) {
      budget.spendComparison();
      if (NameForm.areOfOneForm(name, permitted)) {
        constrained = true;
        if (NameForm.liesIn(name, permitted)) {
          return true;
        }
      }
    }
    return !constrained;
  }

  /** Subject, alternative names, and addresses in the subject (§4.2.1.10, last paragraphs). */
  private static List<GeneralName> names(Certificate certificate) {
    List<GeneralName> names = new ArrayList<>();
    X500Name subject = X500Name.getInstance(certificate.subjectDer());
    if (subject.size() > 0) {
      names.add(new GeneralName(subject));
    }
    certificate
        .extension(Extensions.SUBJECT_ALTERNATIVE_NAME)
        .ifPresent(
            extension -> names.addAll(List.of(GeneralNames.getInstance(extension).getNames())));
    for (Mailbox mailbox : Extensions.mailboxesOfName(certificate.subjectDer())) {
      names.add(new GeneralName(GeneralName.rfc822Name, mailbox.toString()));
    }
    return names;
  }

  private static List<GeneralName> bases(GeneralSubtree @Nullable [] subtrees) throws IOException {
    List<GeneralName> bases = new ArrayList<>();
    if (subtrees != null) {
      for (GeneralSubtree subtree : subtrees) {
        boolean whole =
            subtree.getMaximum() == null
                && (subtree.getMinimum() == null || subtree.getMinimum().signum() == 0);
        if (!whole) {
          throw new IOException("has name constraints with a minimum or maximum");
        }
        bases.add(subtree.getBase());
      }
    }
    return bases;
  }
}
