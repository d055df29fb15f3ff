package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.enrolment.Person;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * What former generations of the issuing authority certified and still counts, certified once more
 * by the present one, over the same keys: people's certificates and those in the gateway's ring;
 * the system's own are {@link ServiceReissue}'s. Interrupted, it goes on when it is done again:
 * what the present generation has certified is left alone.
 *
 * <p>Recovery officers are no part of it. Their certificates stand in what they sign, and a quorum
 * replaces them with new keys ({@link ReplacementCeremony}).
 */
public final class Reissue {
  private static final int PAGE = 200;

  private final Organization organization;
  private final CertificationAuthority authority;
  private final KeyId present;

  public Reissue(Organization organization) {
    this.organization = organization;
    this.authority = organization.authority();
    this.present = organization.issuing().keyId();
  }

  /**
   * What came of it for people.
   *
   * @param refused one line each
   */
  public record People(int people, int certificates, List<String> refused) {}

  /**
   * Certifies people's keys once more, and tells each by mail what happened and what to do: the
   * mail has the new certificates, and is a file that {@code signet enrol load} takes.
   *
   * @param folder a file for each person is written there: the new certificates and their path
   * @param progress hears how many people were looked at
   */
  public People people(Path folder, LongConsumer progress) throws IOException {
    int people = 0;
    int certificates = 0;
    List<String> refused = new ArrayList<>();
    String after = "";
    while (true) {
      List<Person> page = organization.store().people().page(after, PAGE);
      if (page.isEmpty()) {
        return new People(people, certificates, refused);
      }
      for (Person person : page) {
        after = person.mailbox().key();
        List<Certificate> made =
            person.state() == Person.State.ACTIVE ? again(person, refused) : List.of();
        if (!made.isEmpty()) {
          people++;
          certificates += made.size();
          tell(person, made);
          PrivateFiles.write(folder.resolve(fileName(person)), pem(made));
        }
      }
      progress.accept(people);
    }
  }

  private List<Certificate> again(Person person, List<String> refused) {
    List<CertificateRecord> all = organization.store().certificates().ofOwner(person.mailbox());
    SubjectName subject = authority.settings().subjectOf(person.name(), person.mailbox());
    List<Certificate> made = new ArrayList<>();
    for (CertificateRecord one : all) {
      if (isWanted(one) && !isMade(one, all)) {
        switch (authority.reissue(one, subject)) {
          case Issuance.Issued issued -> made.add(issued.certificate());
          case Issuance.Refused no -> refused.add(no.findings().getFirst().line());
        }
      }
    }
    return made;
  }

  private boolean isWanted(CertificateRecord one) {
    boolean persons =
        one.kind() == CertificateProfile.Kind.PERSON_SIGNING
            || one.kind() == CertificateProfile.Kind.PERSON_ENCRYPTION;
    return persons
        && !one.issuer().equals(present)
        && authority.answersFor(one.issuer())
        && one.revocation().isEmpty()
        && one.certificate().notAfter().isAfter(organization.now());
  }

  private boolean isMade(CertificateRecord former, Collection<CertificateRecord> all) {
    return all.stream()
        .anyMatch(one ->
            one.issuer().equals(present)
                && one.certificate().keyId().equals(former.certificate().keyId()));
  }

  /** A name that is a plain file's name, whatever stands before the @. */
  private static String fileName(Person person) {
    String name = person.mailbox().toString();
    String plain = name.replaceAll("[^\\p{L}\\p{N}@._+-]", "_");
    String mark = plain.equals(name) ? "" : "-" + Integer.toHexString(name.hashCode());
    return plain + mark + ".pem";
  }

  private byte[] pem(List<Certificate> made) {
    return text(made).getBytes(StandardCharsets.US_ASCII);
  }

  private String text(List<Certificate> made) {
    StringBuilder pem = new StringBuilder();
    Stream.concat(made.stream(), authority.path().stream()).forEach(one -> pem.append(one.pem()));
    return pem.toString();
  }

  private void tell(Person person, List<Certificate> made) {
    organization
        .notices()
        .letter(
            person.mailbox(),
            organization.now(),
            "Your certificates were issued again",
            """
            The authority that certified your keys has a successor, and that one has certified
            the same keys once more. Your keys are as they were: nobody else has them, and mail
            of before opens as ever. But the former certificates may soon count no more: what
            you sign would then fail with whoever gets it.

            What to do: save this mail as it is in a file, next to the file of your keys, and

              signet enrol load --key YOUR-KEYS.p12 -o NEW.p12 THIS-MAIL.eml

            Then give NEW.p12 to your mail program, in place of the other. If you have nothing
            of your own to do with keys, because the gateway signs and opens for you, there is
            nothing to do.

            No answer to this mail ever asks for your keys or their password.

            %s\
            """
                .formatted(text(made)));
  }

  /**
   * Certifies the keys of the gateway's ring once more, where they are ours, and puts the new
   * certificates beside the former ones: mail that names either opens. A running gateway sees them
   * at once.
   *
   * @return the new certificates in the ring
   */
  public List<Certificate> ring() throws IOException {
    List<Certificate> made = new ArrayList<>();
    List<KeyRingStore.Entry> entries = organization.store().keyRing().entries();
    for (KeyRingStore.Entry entry : entries) {
      Optional<Certificate> next = next(entry);
      if (next.isPresent()
          && entries.stream()
              .filter(one -> one.holder().equals(entry.holder()))
              .noneMatch(one -> one.certificate().equals(next.get()))
          && !made.contains(next.get())) {
        new RingCeremony(organization).again(entry, next.get());
        made.add(next.get());
      }
    }
    return made;
  }

  /** The certificate of the present generation over the same key; issued now when it is not. */
  private Optional<Certificate> next(KeyRingStore.Entry entry) {
    List<CertificateRecord> all = organization.store().certificates().ofKey(entry.key());
    Optional<CertificateRecord> ours =
        all.stream().filter(one -> one.certificate().equals(entry.certificate())).findFirst();
    if (ours.isEmpty() || !isWanted(ours.get())) {
      return Optional.empty();
    }
    Optional<Certificate> before =
        all.stream()
            .filter(one -> one.issuer().equals(present) && one.revocation().isEmpty())
            .map(CertificateRecord::certificate)
            .findFirst();
    return before.or(() ->
        switch (authority.reissue(
            ours.get(),
            authority
                .settings()
                .subjectOf(entry.certificate().displayName(), ours.get().owner().orElseThrow()))) {
          case Issuance.Issued issued -> Optional.of(issued.certificate());
          case Issuance.Refused no ->
              throw new Failure(ExitCode.FAILED, no.findings().getFirst().line());
        });
  }
}
