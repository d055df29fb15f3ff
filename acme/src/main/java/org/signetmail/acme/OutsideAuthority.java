package org.signetmail.acme;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.toolbox.JoseUtils;
import org.signetmail.enrolment.OutsideRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;

/**
 * An authority outside the organisation, spoken to in ACME (RFC 8555, RFC 8823) with one account.
 * Each step stands alone: what {@link #order} returns can be kept, and gone on with another day.
 * Not thread-safe.
 */
public final class OutsideAuthority {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String EMAIL = "email";

  private final URI directory;
  private final Login login;

  private OutsideAuthority(URI directory, Login login) {
    this.directory = directory;
    this.login = login;
  }

  /** When a certificate is best replaced (RFC 9773 §4.2). */
  public record RenewalWindow(Instant start, Instant end) {}

  /** Finds or makes the account (RFC 8555 §7.3: asking again for it changes nothing). */
  public static OutsideAuthority signIn(AcmeAccount account) throws OutsideAuthorityException {
    return Answers.of(
        account.directory(),
        () -> {
          Session session =
              new Session(account.directory(), new EmailProvider(trust(account.tlsRoots())));
          session.networkSettings().setTimeout(PATIENCE);
          AccountBuilder builder =
              new AccountBuilder()
                  .useKeyPair(
                      new KeyPair(
                          account.key().publicKey(), account.key().privateKey(SecretAccess.TOKEN)));
          if (account.terms() == AcmeAccount.Terms.AGREED) {
            builder.agreeToTermsOfService();
          }
          account
              .binding()
              .ifPresent(
                  b -> builder.withKeyIdentifier(b.keyId(), b.macKey()).withMacAlgorithm("HS256"));
          return new OutsideAuthority(account.directory(), builder.createLogin(session));
        });
  }

  /** The thumbprint of the account's key (RFC 7638), base64url. */
  public String thumbprint() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JoseUtils.thumbprint(login.getKeyPair().getPublic()));
  }

  /** Orders a certificate for a mailbox; the authority sends its challenge there. */
  public PlacedOrder order(Mailbox mailbox) throws OutsideAuthorityException {
    return Answers.of(
        directory,
        () -> {
          Order order =
              login.newOrder().identifier(new Identifier(EMAIL, mailbox.toString())).create();
          URI location = order.getLocation().toURI();
          if (order.getStatus() == Status.READY) {
            return new PlacedOrder(location, Optional.empty());
          }
          Authorization authorization = authorization(order, mailbox);
          if (authorization.getStatus() == Status.VALID) {
            return new PlacedOrder(location, Optional.empty());
          }
          EmailReplyChallenge challenge =
              authorization
                  .findChallenge(EmailReplyChallenge.class)
                  .orElseThrow(() ->
                      refused(
                          "offers no " + EmailReplyChallenge.TYPE + " challenge (RFC 8823 §3)"));
          return new PlacedOrder(
              location,
              Optional.of(
                  new PlacedOrder.EmailReply(
                      authorization.getLocation().toURI(),
                      challenge.getLocation().toURI(),
                      challenge.from(),
                      challenge.token())));
        });
  }

  private Authorization authorization(Order order, Mailbox mailbox)
      throws OutsideAuthorityException {
    List<Authorization> all = order.getAuthorizations();
    if (all.size() == 1) {
      Identifier identifier = all.getFirst().getIdentifier();
      if (identifier.getType().equals(EMAIL)
          && identifier.getValue().equalsIgnoreCase(mailbox.toString())) {
        return all.getFirst();
      }
    }
    throw refused("wants to authorize something else than " + mailbox + " (RFC 8555 §7.1.3)");
  }

  /** Tells the authority that the response was sent (RFC 8823 §3 (7)). */
  public void answered(PlacedOrder.EmailReply challenge) throws OutsideAuthorityException {
    Answers.of(
        directory,
        () -> {
          EmailReplyChallenge known =
              login.bindChallenge(url(challenge.location()), EmailReplyChallenge.class);
          if (known.getStatus() == Status.PENDING) {
            known.trigger();
          }
          return known;
        });
  }

  /**
   * Waits until the authority has judged the response.
   *
   * @throws OutsideAuthorityException refused, or not decided within the time
   */
  public void awaitProof(PlacedOrder.EmailReply challenge, Duration patience)
      throws OutsideAuthorityException {
    Authorization authorization =
        Answers.of(directory, () -> login.bindAuthorization(url(challenge.authorization())));
    switch (await(authorization, Set.of(Status.VALID, Status.INVALID), patience)) {
      case VALID -> {}
      case INVALID ->
          throw refused(
              "did not accept the response"
                  + Answers.of(
                      directory,
                      () ->
                          authorization
                              .findChallenge(EmailReplyChallenge.class)
                              .flatMap(EmailReplyChallenge::getError)
                              .map(OutsideAuthority::words)
                              .orElse("")));
      case PENDING, PROCESSING ->
          throw new OutsideAuthorityException(
              OutsideAuthorityException.Kind.NOT_YET,
              directory + ": has not judged the response yet; run finish again in some minutes");
      default -> throw refused("gave the authorization up; begin again");
    }
  }

  /**
   * Has the certificate issued and fetches it. Done again after it was cut off, with the same
   * request, it goes on where it was.
   *
   * @return the certificate first, then what leads towards the root
   */
  public List<Certificate> certify(URI location, OutsideRequest request, Duration patience)
      throws OutsideAuthorityException {
    Order order =
        Answers.of(
            directory,
            () -> {
              Order known = login.bindOrder(url(location));
              if (known.getStatus() == Status.READY) {
                known.execute(request.request().encoded());
              }
              return known;
            });
    Status status = await(order, Set.of(Status.VALID, Status.INVALID), patience);
    if (status == Status.INVALID) {
      throw refused(
          "did not issue"
              + Answers.of(
                  directory, () -> order.getError().map(OutsideAuthority::words).orElse("")));
    }
    if (status != Status.VALID) {
      throw new OutsideAuthorityException(
          OutsideAuthorityException.Kind.NOT_YET,
          directory + ": has not issued yet; run finish again in some minutes");
    }
    return Answers.of(
        directory,
        () -> order.getCertificate().getCertificateChain().stream().map(Certificate::of).toList());
  }

  /** When the authority wants a certificate of its own replaced; empty when it does not say. */
  public Optional<RenewalWindow> renewalWindow(Certificate certificate)
      throws OutsideAuthorityException {
    return Answers.of(
        directory,
        () -> {
          try {
            RenewalInfo info = login.bindRenewalInfo(certificate.x509());
            return Optional.of(
                new RenewalWindow(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd()));
          } catch (AcmeNotSupportedException e) {
            return Optional.empty();
          }
        });
  }

  /** The last status that was heard of, whether or not it is one of those wanted. */
  private Status await(PollableResource resource, Set<Status> wanted, Duration patience)
      throws OutsideAuthorityException {
    return Answers.of(
        directory,
        () -> {
          Instant end = Instant.now().plus(patience);
          while (true) {
            Optional<Instant> again = resource.fetch();
            Instant next = again.orElseGet(() -> Instant.now().plus(INTERVAL));
            if (wanted.contains(resource.getStatus()) || next.isAfter(end)) {
              return resource.getStatus();
            }
            Thread.sleep(Duration.between(Instant.now(), next).plusMillis(1));
          }
        });
  }

  private OutsideAuthorityException refused(String what) {
    return new OutsideAuthorityException(
        OutsideAuthorityException.Kind.REFUSED, directory + ": " + what);
  }

  private static String words(Problem problem) {
    return ": " + Answers.oneLine(problem.getDetail().orElse(problem.getType().toString()));
  }

  private static URL url(URI location) throws MalformedURLException {
    return location.toURL();
  }

  private static Optional<SSLContext> trust(List<Certificate> roots)
      throws GeneralSecurityException, IOException {
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Certificate root : roots) {
      trusted.setCertificateEntry(root.fingerprint(), root.x509());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return Optional.of(context);
  }
}
