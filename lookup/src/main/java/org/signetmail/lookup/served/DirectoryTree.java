package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.directory.ListedPerson;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/**
 * The names and entries of the directory: the root of it, {@code ou=people} with an entry for each
 * mailbox, {@code ou=authorities} with one for each authority. Safe for use by many threads.
 *
 * <p>A person is an {@code inetOrgPerson} (RFC 2798) and a {@code pkiUser} (RFC 4523 §5.1): every
 * certificate to encrypt to in {@code userCertificate;binary}, the newest first, because a mail
 * program takes the first; and each with its path in {@code userSMIMECertificate;binary} (RFC 2798
 * §2.8), without capabilities: only the person's own key could sign those.
 */
final class DirectoryTree {
  static final DN SCHEMA = dn(new RDN("cn", "schema"), DN.NULL_DN);
  private static final String START_TLS = "1.3.6.1.4.1.1466.20037"; // RFC 4511 §4.14

  private final Schema schema;
  private final ServedAuthorities authorities;
  private final DN suffix;
  private final DN people;
  private final DN authoritiesBase;
  private final List<Entry> fixed;
  private volatile Others others;

  DirectoryTree(String domain, String organization, ServedAuthorities authorities, Schema schema) {
    this.schema = schema;
    this.authorities = authorities;
    this.suffix = suffix(domain);
    this.people = dn(new RDN("ou", "people"), suffix);
    this.authoritiesBase = dn(new RDN("ou", "authorities"), suffix);
    this.fixed = List.of(root(domain, organization), unit(people), unit(authoritiesBase));
    this.others = new Others(List.of(), fixed);
  }

  /** {@code dc=example,dc=test} of {@code example.test} (RFC 2247 §2). */
  static DN suffix(String domain) {
    return new DN(
        Stream.of(domain.split("\\.")).map(label -> new RDN("dc", label)).toArray(RDN[]::new));
  }

  DN suffix() {
    return suffix;
  }

  DN people() {
    return people;
  }

  Schema schema() {
    return schema;
  }

  /** What the server says of itself (RFC 4512 §5.1). */
  Entry rootDse() {
    return new Entry(
        DN.NULL_DN,
        schema,
        new Attribute("objectClass", "top"),
        new Attribute("namingContexts", suffix.toString()),
        new Attribute("defaultNamingContext", suffix.toString()),
        new Attribute("subschemaSubentry", SCHEMA.toString()),
        new Attribute("supportedLDAPVersion", "3"),
        new Attribute("supportedExtension", START_TLS),
        new Attribute("vendorName", "Signet"));
  }

  /** The subschema (RFC 4512 §4.2). */
  Entry subschema() {
    return schema.getSchemaEntry();
  }

  /** What is no person: the upper entries, and the authorities. */
  List<Entry> others() {
    List<Certificate> now = authorities.authorities();
    Others known = others;
    if (!known.authorities().equals(now)) {
      List<Entry> all = new ArrayList<>(fixed);
      now.forEach(authority -> all.add(authority(authority, Lists.WITHOUT)));
      known = new Others(now, all);
      others = known;
    }
    return known.entries();
  }

  /** The entries that there were for these authorities. */
  private record Others(List<Certificate> authorities, List<Entry> entries) {
    Others {
      authorities = List.copyOf(authorities);
      entries = List.copyOf(entries);
    }
  }

  /** Whether a revocation list goes along: it may be large. */
  enum Lists {
    WITH,
    WITHOUT
  }

  /** An authority of this entry, again with its revocation list. */
  Entry withList(Entry entry) {
    return authorities.authorities().stream()
        .map(authority -> authority(authority, Lists.WITH))
        .filter(one -> isSame(one, entry))
        .findFirst()
        .orElse(entry);
  }

  /** An authority by the name in its certificate, under which gpgsm asks for it. */
  Optional<Entry> authorityBySubject(DN base) {
    return authorities.authorities().stream()
        .filter(authority -> base.equals(parsed(authority.subject()).orElse(null)))
        .findFirst()
        .map(authority -> authority(authority, Lists.WITHOUT));
  }

  /** The mailbox whose entry has this name. */
  Optional<Mailbox> mailboxOf(DN name) {
    if (!people.equals(name.getParent()) || !name.getRDN().hasAttribute("mail")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Mailbox.of(name.getRDN().getAttributeValues()[0]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether an attribute is wanted, so that what costs is made for those who want it. */
  static boolean wants(Collection<String> asked, String attribute) {
    return asked.isEmpty()
        || asked.stream()
            .anyMatch(one -> one.equals("*") || one.split(";", 2)[0].equalsIgnoreCase(attribute));
  }

  Entry person(ListedPerson person, Collection<String> asked) {
    String mailbox = person.mailbox().toString();
    String[] names = person.name().strip().split("\\s+");
    String surname = names[names.length - 1];
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(
        new Attribute(
            "objectClass", "top", "person", "organizationalPerson", "inetOrgPerson", "pkiUser"));
    attributes.add(new Attribute("cn", person.name()));
    attributes.add(new Attribute("sn", surname));
    if (names.length > 1) {
      attributes.add(
          new Attribute("givenName", String.join(" ", Arrays.copyOf(names, names.length - 1))));
    }
    attributes.add(new Attribute("displayName", person.name()));
    attributes.add(new Attribute("mail", mailbox));
    attributes.add(new Attribute("uid", mailbox));
    attributes.add(
        new Attribute(
            "userCertificate;binary",
            person.certificates().stream().map(Certificate::encoded).toArray(byte[][]::new)));
    if (wants(asked, "userSMIMECertificate")) {
      attributes.add(
          new Attribute(
              "userSMIMECertificate;binary",
              person.certificates().stream().map(this::withPath).toArray(byte[][]::new)));
    }
    return new Entry(dn(new RDN("mail", mailbox), people), schema, attributes);
  }

  /** The certificate and the authorities that lead to its root (RFC 2798 §2.8). */
  private byte[] withPath(Certificate certificate) {
    List<Certificate> path = new ArrayList<>(List.of(certificate));
    for (Certificate authority : authorities.authorities()) {
      if (!authority.isSelfIssued()
          && Arrays.equals(authority.subjectDer(), certificate.issuerDer())) {
        path.add(authority);
      }
    }
    return Certificates.certsOnly(path);
  }

  private Entry authority(Certificate authority, Lists lists) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(
        new Attribute("objectClass", "top", "applicationProcess", "pkiCA")); // RFC 4523 §5.2
    attributes.add(new Attribute("cn", authority.displayName()));
    attributes.add(new Attribute("description", "serial number " + authority.serialHex()));
    attributes.add(new Attribute("cACertificate;binary", authority.encoded()));
    if (lists == Lists.WITH) {
      authorities
          .list(authority.keyId())
          .ifPresent(
              list -> attributes.add(new Attribute("certificateRevocationList;binary", list)));
    }
    RDN name =
        new RDN(
            new String[] {"cn", "description"},
            new String[] {authority.displayName(), "serial number " + authority.serialHex()});
    return new Entry(dn(name, authoritiesBase), schema, attributes);
  }

  private Entry root(String domain, String organization) {
    return new Entry(
        suffix,
        schema,
        new Attribute("objectClass", "top", "dcObject", "organization"),
        new Attribute("dc", domain.split("\\.", 2)[0]),
        new Attribute("o", organization));
  }

  private Entry unit(DN name) {
    return new Entry(
        name,
        schema,
        new Attribute("objectClass", "top", "organizationalUnit"),
        new Attribute("ou", name.getRDN().getAttributeValues()[0]));
  }

  private static boolean isSame(Entry one, Entry other) {
    return parsed(one.getDN()).equals(parsed(other.getDN()));
  }

  static Optional<DN> parsed(String name) {
    try {
      return Optional.of(new DN(name));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  private static DN dn(RDN name, DN above) {
    return new DN(name, above);
  }
}
