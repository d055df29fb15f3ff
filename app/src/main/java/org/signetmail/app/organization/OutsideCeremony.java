package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.OutsideAuthorityException;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.emailreply.ChallengeCheck;
import org.signetmail.enrolment.emailreply.ChallengeFinding;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.ResponseMail;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.OuterHeaders;
import org.signetmail.smime.Spool;

/**
 * A person's certificate from an authority outside, step by step: an order, the answer to its
 * challenge mail, the certificate. What one step needs of another is kept in the home folder.
 */
public final class OutsideCeremony {
  private final Organization organization;
  private final Home home;

  public OutsideCeremony(Organization organization) {
    this.organization = organization;
    this.home = organization.home();
  }

  /** Chooses the authority, and makes the account there. */
  public void choose(
      AcmeAccount.Terms terms,
      java.net.URI directory,
      Optional<AcmeAccount.Binding> binding,
      Set<String> servers,
      List<Certificate> issuing,
      List<Certificate> tls,
      List<Certificate> mail)
      throws IOException {
    if (!organization.vault().has(KeyName.ACME_ACCOUNT)) {
      organization
          .vault()
          .put(KeyName.ACME_ACCOUNT, KeyPairs.signing(KeyAlgorithm.P_256, organization.random()));
    }
    AcmeAccount account =
        new AcmeAccount(
            directory, tls, organization.vault().key(KeyName.ACME_ACCOUNT), binding, terms);
    signIn(account);
    new OutsideSettings(directory, terms, servers)
        .write(home, new OutsideSettings.Roots(issuing, tls, mail));
  }

  /** Orders a certificate for one use; from now on the challenge mail is expected. */
  public PlacedOrder begin(Mailbox mailbox, boolean isForEncryption) throws IOException {
    person(mailbox);
    if (OutsideOrder.find(home, mailbox).isPresent()) {
      throw new Failure(
          ExitCode.FAILED,
          mailbox
              + ": an order waits already; go on with it, or give it up with"
              + " 'signet enrol outside cancel'");
    }
    OutsideAuthority authority = signIn(account());
    PlacedOrder placed = said(() -> authority.order(mailbox));
    OutsideOrder.Use use = isForEncryption ? OutsideOrder.Use.ENCRYPTION : OutsideOrder.Use.SIGNING;
    new OutsideOrder(mailbox, use, placed, OutsideOrder.Answer.NONE).write(home);
    return placed;
  }

  /** Forgets an order; the authority forgets it by itself. */
  public void cancel(Mailbox mailbox) throws IOException {
    OutsideOrder.of(home, mailbox).delete(home);
  }

  /**
   * Answers a challenge mail: over the next hop, or into a file for the person to send.
   *
   * @return the mailbox that it proves
   */
  public Mailbox answer(Octets message, @Nullable Path file) throws IOException {
    OutsideSettings settings = OutsideSettings.read(home);
    OutsideOrder order = expected(message);
    PlacedOrder.EmailReply challenge = order.placed().challenge().orElseThrow();
    ChallengeMail mail =
        switch (check(settings)
            .judge(
                message,
                new ChallengeCheck.Expected(challenge.from(), order.mailbox()),
                organization.now())) {
          case ChallengeMail.Judged.Accepted(ChallengeMail accepted) -> accepted;
          case ChallengeMail.Judged.Refused(List<Finding> findings) -> throw refused(findings);
        };
    OutsideAuthority authority = signIn(account());
    byte[] octets;
    if (order.answer() == OutsideOrder.Answer.NONE) {
      octets =
          ResponseMail.to(
                  mail,
                  challenge.token(),
                  authority.thumbprint(),
                  organization.now(),
                  UUID.randomUUID().toString())
              .octets();
      PrivateFiles.write(order.responseFile(home), octets);
      order.with(OutsideOrder.Answer.WRITTEN).write(home);
    } else {
      octets = Files.readAllBytes(order.responseFile(home)); // handed over again, not made again
    }
    if (file != null) {
      PrivateFiles.write(file, octets);
    } else {
      send(order.mailbox(), mail.answerTo(), octets);
    }
    order.with(OutsideOrder.Answer.HANDED_OVER).write(home);
    if (file == null) {
      said(() -> {
        authority.answered(challenge);
        return authority;
      });
    }
    return order.mailbox();
  }

  /** Waits for the authority, then has a certificate issued over the person's key. */
  public OutsideCertificates.Outcome.Taken finish(
      Mailbox mailbox, OutsideKeys keys, Duration patience) throws IOException {
    OutsideOrder order = OutsideOrder.of(home, mailbox);
    OutsideAuthority authority = signIn(account());
    if (order.placed().challenge().isPresent()) {
      if (order.answer() != OutsideOrder.Answer.HANDED_OVER) {
        throw new Failure(
            ExitCode.FAILED,
            mailbox + ": the challenge is not answered; see 'signet enrol outside answer --help'");
      }
      PlacedOrder.EmailReply challenge = order.placed().challenge().get();
      said(() -> {
        authority.answered(challenge);
        authority.awaitProof(challenge, patience);
        return authority;
      });
    }
    OutsideCertificates certificates = organization.enrolling().outsideCertificates();
    var request =
        keys.request(order.use(), mailbox, person(mailbox).name(), certificates, organization);
    List<Certificate> delivered =
        said(() -> authority.certify(order.placed().location(), request, patience));
    List<Certificate> roots =
        home.certificates(OutsideSettings.AUTHORITIES).stream()
            .filter(Certificate::isSelfIssued)
            .toList();
    return switch (certificates.take(request, delivered, roots, organization.now())) {
      case OutsideCertificates.Outcome.Refused(List<Finding> findings) -> throw refused(findings);
      case OutsideCertificates.Outcome.Taken taken -> {
        remember(taken.path());
        keys.write(taken.path());
        order.delete(home);
        yield taken;
      }
    };
  }

  /** When the authority wants this certificate replaced (RFC 9773). */
  public Optional<OutsideAuthority.RenewalWindow> renewal(Certificate certificate)
      throws IOException {
    OutsideAuthority authority = signIn(account());
    return said(() -> authority.renewalWindow(certificate));
  }

  /** Those between root and person, so that our own readers and gateways find the way. */
  private void remember(List<Certificate> path) throws IOException {
    List<Certificate> known = new ArrayList<>(home.certificates(OutsideSettings.AUTHORITIES));
    path.subList(1, path.size()).stream().filter(one -> !known.contains(one)).forEach(known::add);
    home.putCertificates(OutsideSettings.AUTHORITIES, known);
  }

  /** The order that a mail may belong to; what is not expected is not answered. */
  private OutsideOrder expected(Octets message) throws IOException {
    List<Mailbox> to;
    try {
      to = OuterHeaders.read(message).mailboxes("To");
    } catch (IllegalArgumentException e) {
      throw refused(
          List.of(ChallengeFinding.FIELD_MALFORMED.on("To", "cannot be read as a mailbox")));
    }
    Optional<OutsideOrder> order =
        to.size() == 1 ? OutsideOrder.find(home, to.getFirst()) : Optional.empty();
    if (order.flatMap(one -> one.placed().challenge()).isEmpty()) {
      throw refused(List.of(ChallengeFinding.NOT_EXPECTED.on("message", "is for " + to)));
    }
    if (order.get().answer() == OutsideOrder.Answer.HANDED_OVER) {
      throw refused(
          List.of(ChallengeFinding.ANSWERED.on("message", "is of an order that was answered")));
    }
    return order.get();
  }

  private ChallengeCheck check(OutsideSettings settings) throws IOException {
    PathValidator.Context trust =
        new PathValidator.Context(
            home.certificates(OutsideSettings.MAIL),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    MessageReader reader =
        new MessageReader(List.of(), trust, Spool.standard(), MessageReader.Options.standard());
    return new ChallengeCheck(reader, settings.servers());
  }

  private void send(Mailbox from, Mailbox to, byte[] octets) {
    Envelope envelope =
        new Envelope(Optional.of(from), List.of(new Envelope.Recipient(to, List.of())), List.of());
    Map<Mailbox, Answer> answers;
    try (NextHops hops =
            NextHops.open(
                organization.home(),
                organization.configuration(),
                organization.store().stsPolicies());
        Octets message = Octets.of(octets)) {
      answers = hops.byRecipient().send(envelope, message);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          e.getMessage() + "; run answer again, or write the response with --reply-out",
          e);
    }
    Answer answer = answers.getOrDefault(to, new Answer(451, "4.3.0", "no answer"));
    if (answer.kind() != Answer.Kind.ACCEPTED) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "next hop: says "
              + answer.code()
              + " "
              + answer.text()
              + "; run answer again, or write the response with --reply-out");
    }
  }

  private Person person(Mailbox mailbox) throws IOException {
    return organization
        .enrolling()
        .outsideCertificates()
        .person(mailbox)
        .orElseThrow(
            () -> Failure.usage(mailbox + ": is nobody here; add them with 'signet user add'"));
  }

  private AcmeAccount account() throws IOException {
    OutsideSettings settings = OutsideSettings.read(home);
    return new AcmeAccount(
        settings.directory(),
        home.certificates(OutsideSettings.TLS),
        organization.vault().key(KeyName.ACME_ACCOUNT),
        Optional.empty(), // bound once, when it was made
        settings.terms());
  }

  private static OutsideAuthority signIn(AcmeAccount account) {
    return said(() -> OutsideAuthority.signIn(account));
  }

  private interface Step<T> {
    T get() throws OutsideAuthorityException;
  }

  private static <T> T said(Step<T> step) {
    try {
      return step.get();
    } catch (OutsideAuthorityException e) {
      ExitCode code =
          switch (e.kind()) {
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case REFUSED -> ExitCode.FAILED;
            case NOT_YET -> ExitCode.INDETERMINATE;
          };
      throw new Failure(code, String.valueOf(e.getMessage()), e);
    }
  }

  private static Failure refused(List<Finding> findings) {
    Finding first =
        findings.stream().filter(Finding::isError).findFirst().orElse(findings.getFirst());
    return new Failure(ExitCode.FAILED, first.line());
  }
}
