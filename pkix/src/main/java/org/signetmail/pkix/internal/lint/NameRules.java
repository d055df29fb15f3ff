package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.CertificateFinding.MAILBOX_FORM;
import static org.signetmail.pkix.CertificateFinding.MAILBOX_NOT_IN_ALTERNATIVE_NAME;
import static org.signetmail.pkix.CertificateFinding.NAME_TOO_LONG;
import static org.signetmail.pkix.StandardFinding.ALTERNATIVE_NAME;
import static org.signetmail.pkix.StandardFinding.LEGAL_ENTITY_IDENTIFIER;
import static org.signetmail.pkix.StandardFinding.MAILBOX_SYNTAX;
import static org.signetmail.pkix.StandardFinding.URI_SYNTAX;
import static org.signetmail.pkix.StandardFinding.USER_PRINCIPAL_NAME;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.internal.Extensions;

/** What RFC 5280 §4.1.2.6 and §4.2.1.6, RFC 9549 and RFC 9598 say of names. */
final class NameRules {
  static final List<Consumer<Parts>> ALL =
      List.of(
          NameRules::alternativeName,
          NameRules::addresses,
          NameRules::subjectAddresses,
          NameRules::principals,
          NameRules::uris,
          NameRules::lengths,
          NameRules::legalEntity);

  static final String EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
  static final String ORGANIZATION_IDENTIFIER = "2.5.4.97";
  static final String LEI = "1.3.6.1.4.1.52266.1";
  private static final String USER_PRINCIPAL = "1.3.6.1.4.1.311.20.2.3";

  /** Upper bounds of appendix A.1, in characters. */
  private static final Map<String, Integer> LONGEST =
      Map.of(
          "2.5.4.3",
          64,
          "2.5.4.10",
          64,
          "2.5.4.11",
          64,
          "2.5.4.12",
          64,
          "2.5.4.5",
          64,
          "2.5.4.7",
          128,
          "2.5.4.8",
          128,
          EMAIL_ADDRESS,
          255);

  private NameRules() {}

  private static void alternativeName(Parts parts) {
    boolean has = parts.has(Extensions.SUBJECT_ALTERNATIVE_NAME);
    if (has && parts.alternativeNames().isEmpty()) {
      parts.add(ALTERNATIVE_NAME, "has an alternative name that names nothing");
    }
    boolean needed = parts.subject().size() == 0;
    if (needed && !(has && parts.isCritical(Extensions.SUBJECT_ALTERNATIVE_NAME))) {
      parts.add(ALTERNATIVE_NAME, "has neither subject nor a critical alternative name");
    }
  }

  /** A Mailbox of RFC 5321 §4.1.2; the form that RFC 9598 §3 gives it. */
  private static void addresses(Parts parts) {
    for (GeneralName name : parts.alternativeNames()) {
      Extensions.addressOf(name)
          .ifPresent(text -> {
            boolean international = name.getTagNo() == GeneralName.otherName;
            Optional<Mailbox> mailbox = mailbox(text);
            if (mailbox.isEmpty()) {
              parts.add(
                  international ? MAILBOX_FORM : MAILBOX_SYNTAX, "names an address that is none");
            } else if (mailbox.get().isInternationalized() != international) {
              parts.add(MAILBOX_FORM, "names " + mailbox.get() + " in the wrong form");
            } else if (international && !text.endsWith("@" + mailbox.get().domain())) {
              parts.add(MAILBOX_FORM, "has a domain that is not written in lower case A-labels");
            }
          });
    }
  }

  /** "Conforming implementations generating new certificates MUST use the rfc822Name." */
  private static void subjectAddresses(Parts parts) {
    List<Mailbox> alternative = new ArrayList<>();
    parts.addresses().forEach(text -> mailbox(text).ifPresent(alternative::add));
    for (String text : Parts.texts(parts.subject(), EMAIL_ADDRESS)) {
      Optional<Mailbox> mailbox = mailbox(text);
      if (mailbox.isEmpty()) {
        parts.add(MAILBOX_SYNTAX, "has an address in its subject that is none");
      } else if (!alternative.contains(mailbox.get())) {
        parts.add(
            MAILBOX_NOT_IN_ALTERNATIVE_NAME, "has " + mailbox.get() + " in its subject alone");
      }
    }
  }

  /** Names for sign-on that Microsoft puts beside the address. */
  private static void principals(Parts parts) {
    for (GeneralName name : parts.alternativeNames()) {
      if (name.getTagNo() == GeneralName.otherName) {
        OtherName other = OtherName.getInstance(name.getName());
        boolean wrong =
            other.getTypeID().getId().equals(USER_PRINCIPAL)
                && !(other.getValue() instanceof ASN1UTF8String text
                    && text.getString().matches("[^@\\s]+@[^@\\s]+"));
        if (wrong) {
          parts.add(USER_PRINCIPAL_NAME, "has a user principal name without a suffix");
        }
      }
    }
  }

  /** "The name MUST NOT be a relative URI." */
  private static void uris(Parts parts) {
    List<GeneralName> names = new ArrayList<>(parts.alternativeNames());
    names.addAll(GeneralNameText.distributionPoints(parts));
    for (AccessDescription access : GeneralNameText.access(parts)) {
      names.add(access.getAccessLocation());
    }
    for (GeneralName name : names) {
      if (GeneralNameText.isUri(name)
          && GeneralNameText.scheme(GeneralNameText.ofUri(name)).isEmpty()) {
        parts.add(URI_SYNTAX, "has an address without a scheme");
      }
    }
  }

  private static void lengths(Parts parts) {
    for (var attribute : Parts.attributes(parts.subject())) {
      String value = Parts.text(attribute.getValue());
      Integer longest = LONGEST.get(attribute.getType().getId());
      if (longest != null && value.codePointCount(0, value.length()) > longest) {
        parts.add(NAME_TOO_LONG, "has a name of more than " + longest + " characters");
      }
    }
  }

  private static void legalEntity(Parts parts) {
    List<String> identifiers = new ArrayList<>();
    parts.names().stream()
        .flatMap(name -> Parts.texts(name, ORGANIZATION_IDENTIFIER).stream())
        .filter(text -> text.startsWith("LEIXG-"))
        .forEach(text -> identifiers.add(text.substring("LEIXG-".length())));
    parts.extension(LEI).map(Parts::text).ifPresent(identifiers::add);
    for (String identifier : identifiers) {
      if (!isLegalEntityIdentifier(identifier)) {
        parts.add(LEGAL_ENTITY_IDENTIFIER, "has an LEI whose check digits do not fit");
      }
    }
  }

  /** ISO 7064 MOD 97-10 over the digits, letters counting from 10. */
  private static boolean isLegalEntityIdentifier(String text) {
    if (!text.matches("[0-9A-Z]{18}[0-9]{2}")) {
      return false;
    }
    int rest = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = Character.digit(text.charAt(i), 36);
      rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
    }
    return rest == 1;
  }

  static Optional<Mailbox> mailbox(String text) {
    try {
      return Optional.of(Mailbox.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
