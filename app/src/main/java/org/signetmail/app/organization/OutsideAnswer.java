package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.enrolment.emailreply.ChallengeCheck;
import org.signetmail.enrolment.emailreply.ChallengeFinding;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.ResponseMail;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.OuterHeaders;
import org.signetmail.smime.Spool;

/** The answer to a challenge mail of an authority outside. Thread-safe. */
public final class OutsideAnswer {
  private final Organization organization;
  private final Home home;

  public OutsideAnswer(Organization organization) {
    this.organization = organization;
    this.home = organization.home();
  }

  /**
   * Answers a challenge mail: over the next hop, or into a file for the person to send.
   *
   * @return the mailbox that it proves
   */
  public Mailbox to(Octets message, @Nullable Path file) throws IOException {
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
          case ChallengeMail.Judged.Refused(List<Finding> findings) ->
              throw OutsideAccount.refused(findings);
        };
    OutsideAuthority authority = new OutsideAccount(organization).signIn();
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
      OutsideAccount.said(() -> {
        authority.answered(challenge);
        return authority;
      });
    }
    return order.mailbox();
  }

  /** The order that a mail may belong to; what is not expected is not answered. */
  private OutsideOrder expected(Octets message) throws IOException {
    List<Mailbox> to;
    try {
      to = OuterHeaders.read(message).mailboxes("To");
    } catch (IllegalArgumentException e) {
      throw OutsideAccount.refused(
          List.of(ChallengeFinding.FIELD_MALFORMED.on("To", "cannot be read as a mailbox")));
    }
    Optional<OutsideOrder> order =
        to.size() == 1 ? OutsideOrder.find(home, to.getFirst()) : Optional.empty();
    if (order.flatMap(one -> one.placed().challenge()).isEmpty()) {
      throw OutsideAccount.refused(
          List.of(ChallengeFinding.NOT_EXPECTED.on("message", "is for " + to)));
    }
    if (order.get().answer() == OutsideOrder.Answer.HANDED_OVER) {
      throw OutsideAccount.refused(
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
}
