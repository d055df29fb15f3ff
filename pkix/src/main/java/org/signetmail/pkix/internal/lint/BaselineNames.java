package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.BaselineFinding.*;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.SmimeBaseline.Generation;
import org.signetmail.pkix.SmimeBaseline.Level;

/**
 * S/MIME BR §7.1.4: the subject, and the directory names beside it, which follow the same rules.
 */
final class BaselineNames {
  static final List<BiConsumer<Parts, SmimeBaseline>> ALL =
      List.of(
          BaselineNames::attributes,
          BaselineNames::persons,
          BaselineNames::commonNames,
          BaselineNames::places,
          BaselineNames::countries,
          BaselineNames::significance,
          BaselineNames::addressesRepeated,
          BaselineNames::internalNames);

  static final String COUNTRY_NAME = "2.5.4.6";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SURNAME = "2.5.4.4";
  private static final String GIVEN_NAME = "2.5.4.42";
  private static final String PSEUDONYM = "2.5.4.65";
  private static final String ORGANIZATION = "2.5.4.10";

  /** RFC 6761, RFC 6762 and ICANN's .internal: names that nobody can register. */
  private static final Set<String> NOT_ON_THE_INTERNET =
      Set.of("local", "localhost", "invalid", "internal", "home", "corp", "mail", "lan", "onion");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final List<List<String>> SUBJECT = Table.rows("subject.table", 6);

  private BaselineNames() {}

  static boolean isCountry(String code) {
    return COUNTRIES.contains(code);
  }

  private static void attributes(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      Set<String> found = types(name);
      Set<String> others = new HashSet<>(found);
      for (List<String> row : SUBJECT) {
        others.remove(row.get(1));
        char word = word(row, baseline);
        boolean has =
            row.getFirst().equals("other") ? !others.isEmpty() : found.contains(row.get(1));
        if (word == 'R' && !has) {
          parts.add(SUBJECT_ATTRIBUTE_MISSING, "has no " + row.getFirst());
        } else if (word == '-' && has) {
          parts.add(SUBJECT_ATTRIBUTE_NOT_ALLOWED, "has " + row.getFirst() + " in its subject");
        }
      }
    }
  }

  private static char word(List<String> row, SmimeBaseline baseline) {
    return row.get(2 + baseline.level().ordinal()).charAt(baseline.generation().ordinal());
  }

  /** "SHALL include either givenName and/or surname, or the pseudonym"; never both. */
  private static void persons(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      Set<String> found = types(name);
      boolean named = found.contains(GIVEN_NAME) || found.contains(SURNAME);
      if (named && found.contains(PSEUDONYM)) {
        parts.add(NAME_AND_PSEUDONYM, "has a name and a pseudonym");
      }
      if (isOfPerson(baseline)
          && baseline.generation() != Generation.LEGACY
          && !named
          && !found.contains(PSEUDONYM)) {
        parts.add(SUBJECT_ATTRIBUTE_MISSING, "has neither name nor pseudonym");
      }
    }
  }

  private static boolean isOfPerson(SmimeBaseline baseline) {
    return baseline.level() == Level.SPONSOR || baseline.level() == Level.INDIVIDUAL;
  }

  private static void commonNames(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      for (String commonName : Parts.texts(name, COMMON_NAME)) {
        if (!parts.addresses().contains(commonName) && !isValidated(commonName, name, baseline)) {
          parts.add(COMMON_NAME_SOURCE, "has a common name that stands nowhere else");
        }
      }
    }
  }

  /**
   * What else a common name may repeat. A personal name may be written as its bearer likes, so
   * where there is one, the common name is taken for it.
   */
  private static boolean isValidated(String commonName, X500Name name, SmimeBaseline baseline) {
    Set<String> found = types(name);
    boolean named = found.contains(GIVEN_NAME) || found.contains(SURNAME);
    boolean legacy = baseline.generation() == Generation.LEGACY && !found.contains(PSEUDONYM);
    return switch (baseline.level()) {
      case MAILBOX -> false;
      case ORGANIZATION -> Parts.texts(name, ORGANIZATION).contains(commonName);
      case SPONSOR, INDIVIDUAL ->
          named || legacy || Parts.texts(name, PSEUDONYM).contains(commonName);
    };
  }

  private static void places(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      Set<String> found = types(name);
      boolean hasPlace = found.contains("2.5.4.7") || found.contains("2.5.4.8");
      boolean street = found.contains("2.5.4.9") && !hasPlace;
      boolean place = (hasPlace || found.contains("2.5.4.17")) && !found.contains(COUNTRY_NAME);
      if (street || place) {
        parts.add(
            ADDRESS_INCOMPLETE,
            street ? "has a street without its locality" : "has a place without its country");
      }
    }
  }

  /** "The two-letter ISO 3166-1 country code"; XX where there is none. */
  private static void countries(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      for (String country : Parts.texts(name, COUNTRY_NAME)) {
        if (!isCountry(country) && !country.equals("XX")) {
          parts.add(COUNTRY, "is of a country that ISO 3166-1 does not know");
        }
      }
      for (String identifier : Parts.texts(name, NameRules.ORGANIZATION_IDENTIFIER)) {
        RegistrationReference.check(parts, identifier, Parts.texts(parts.subject(), COUNTRY_NAME));
      }
    }
  }

  /** "SHALL NOT contain only metadata such as '.', '-', and ' '." */
  private static void significance(Parts parts, SmimeBaseline baseline) {
    for (X500Name name : parts.names()) {
      for (var attribute : Parts.attributes(name)) {
        if (Parts.text(attribute.getValue()).matches("[\\p{P}\\p{Z}\\p{S}]*")) {
          parts.add(ATTRIBUTE_INSIGNIFICANT, "has an attribute that says nothing");
        }
      }
    }
  }

  /** "All Mailbox Addresses SHALL be repeated as rfc822Name or SmtpUTF8Mailbox." */
  private static void addressesRepeated(Parts parts, SmimeBaseline baseline) {
    List<String> addresses = parts.addresses();
    for (X500Name name : parts.names()) {
      for (var attribute : Parts.attributes(name)) {
        boolean ofSubject = name.equals(parts.subject()); // emailAddress there: RFC 5280 §4.1.2.6
        String text = Parts.text(attribute.getValue());
        boolean elsewhere =
            ofSubject && attribute.getType().getId().equals(NameRules.EMAIL_ADDRESS);
        if (!elsewhere
            && text.contains("@")
            && NameRules.mailbox(text).isPresent()
            && !addresses.contains(text)) {
          parts.add(ADDRESS_NOT_REPEATED, "has an address in a name alone");
        }
      }
    }
  }

  private static void internalNames(Parts parts, SmimeBaseline baseline) {
    for (String address : parts.addresses()) {
      String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      int dot = domain.lastIndexOf('.');
      if (!address.contains("@")
          || dot <= 0
          || NOT_ON_THE_INTERNET.contains(domain.substring(dot + 1))) {
        parts.add(INTERNAL_NAME, "names a domain that nobody on the internet has");
      }
    }
    for (GeneralName name : GeneralNameText.distributionPoints(parts)) {
      if (GeneralNameText.isUri(name) && !hasHost(GeneralNameText.ofUri(name))) {
        parts.add(INTERNAL_NAME, "has an address whose host nobody on the internet has");
      }
    }
  }

  private static boolean hasHost(String uri) {
    try {
      String host = java.net.URI.create(uri).getHost();
      return host != null && host.indexOf('.') > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<String> types(X500Name name) {
    Set<String> types = new HashSet<>();
    Parts.attributes(name).forEach(attribute -> types.add(attribute.getType().getId()));
    return types;
  }
}
