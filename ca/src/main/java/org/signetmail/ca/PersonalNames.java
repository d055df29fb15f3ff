package org.signetmail.ca;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Name;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Subjects of people's certificates. In private trust that is the name and the organisation; under
 * the S/MIME Baseline Requirements each type of certificate has its own (S/MIME BR §7.1.4.2.3 to
 * §7.1.4.2.6). Whether a subject is enough is for the lint to say.
 */
final class PersonalNames {
  private static final int LONGEST_COMMON_NAME = 64; // RFC 5280 appendix A.1, ub-common-name

  private PersonalNames() {}

  static SubjectName subject(AuthoritySettings settings, String name, Mailbox mailbox) {
    Set<Name> wanted = settings.profile(CertificateProfile.Kind.PERSON_SIGNING).names();
    if (wanted.contains(Name.COMMON_NAME)) {
      return new SubjectName(name, Optional.of(settings.organization()));
    }
    boolean ofOrganization = wanted.contains(Name.ORGANIZATION);
    Map<SubjectAttribute, String> more = new EnumMap<>(SubjectAttribute.class);
    if (ofOrganization) {
      more.putAll(settings.registration());
    }
    int comma = name.indexOf(',');
    String commonName = ofOrganization ? settings.organization() : mailbox.toString();
    if (wanted.contains(Name.PERSON_NAME)) {
      commonName = mailbox.toString();
      if (comma > 0) {
        String given = name.substring(comma + 1).strip();
        String surname = name.substring(0, comma).strip();
        more.put(SubjectAttribute.GIVEN_NAME, given);
        more.put(SubjectAttribute.SURNAME, surname);
        commonName = given + " " + surname;
      }
    }
    boolean fits = commonName.codePointCount(0, commonName.length()) <= LONGEST_COMMON_NAME;
    return new SubjectName(
        fits ? commonName : "",
        ofOrganization ? Optional.of(settings.organization()) : Optional.empty(),
        more);
  }
}
