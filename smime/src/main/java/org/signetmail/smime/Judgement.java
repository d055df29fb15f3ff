package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.cms.DigestOutput;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignerInfo;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.LegacyDisplay;

/**
 * What the layers of a message come to together. The signature next to the content speaks for the
 * author and is held against From; signatures further out must hold too; the worst of them decides.
 */
final class Judgement {
  private static final int SMALL = 1 << 16;

  private final Layers layers;
  private final SignatureCheck check;
  private final Jca jca;
  private final List<Reading.Signer> signers = new ArrayList<>();
  private Optional<SignerInfo> author = Optional.empty(); // of the signature next to the content

  Judgement(Layers layers, SignatureCheck check, Jca jca) {
    this.layers = layers;
    this.check = check;
    this.jca = jca;
  }

  Reading reading() throws IOException {
    Entity payload = layers.steps.getLast().entity();
    ShownHeader shown = ShownHeader.of(layers);
    Optional<Entity> wrapped =
        shown.origin() == ShownHeader.Origin.OUTSIDE ? wrapped(payload) : Optional.empty();
    if (wrapped.isPresent()) {
      payload = wrapped.get();
      shown = ShownHeader.wrapped(layers, payload.header());
    }
    boolean isSignedHeader = layers.steps.get(shown.step()).signatures() > 0;
    Header outside = layers.steps.getFirst().entity().header();
    SignatureCheck.Expected outer = ShownHeader.from(outside.fields());
    SignatureCheck.Expected expected = isSignedHeader ? ShownHeader.from(shown.fields()) : outer;
    if (outside.all("From").size() > 1) {
      expected = outer; // programs disagree which one they show: no signature helps
    }
    Verdict verdict = verdict(expected);
    boolean isPassed = verdict instanceof Verdict.Passed;
    Headers headers =
        shown.headers(
            layers,
            isPassed && isSignedHeader
                ? Reading.Protection.PROTECTED
                : Reading.Protection.UNPROTECTED);
    Optional<Opening> opening = opening(isPassed);
    List<Finding> findings = new ArrayList<>(layers.findings);
    verdict.findings().stream().filter(f -> !findings.contains(f)).forEach(findings::add);
    opening
        .filter(o -> o instanceof Opening.Opened)
        .ifPresent(o -> findings.addAll(((Opening.Opened) o).findings()));
    findings.addAll(HeaderDifferences.of(shown, layers, isPassed && isSignedHeader));
    findings.addAll(shown.oddities());
    if (!layers.signed.isEmpty() && !isSignedHeader) {
      findings.add(
          Finding.of(
              MessageFinding.HEADER_UNPROTECTED, "header", "is not covered by the signature"));
    }
    boolean isProvenHeader = isPassed && isSignedHeader;
    Optional<Octets> signedInside = signedInside(shown, outside, isProvenHeader);
    Optional<Octets> content = content(payload, shown, outside);
    return new Reading(
        verdict,
        opening,
        from(isPassed && isSignedHeader, shown, outer),
        headers,
        shown.subject(),
        protection(shown, isSignedHeader, isPassed, opening),
        List.copyOf(signers),
        isPassed ? ReceiptAsked.by(author.orElseThrow(), signers, jca) : Optional.empty(),
        content,
        signedInside.or(() -> isOpenedAtRoot() ? content : Optional.empty()),
        List.copyOf(findings));
  }

  /**
   * The message inside a message/rfc822 payload (RFC 9788 §4.10.1), when it is this one and not one
   * forwarded: it says so or has the same author.
   */
  private Optional<Entity> wrapped(Entity payload) throws IOException {
    ContentType type = payload.header().contentType();
    if (ShownHeader.payload(layers) == 0 || !type.is("message/rfc822")) {
      return Optional.empty();
    }
    Entity inner;
    try {
      inner = Entity.of(payload.body(), Budget.STANDARD.headerBytes());
    } catch (MalformedMessage e) {
      return Optional.empty();
    }
    if (LayerTypes.isCryptographic(inner)
        || inner.header().contentType().parameter("hp").isPresent()) {
      return Optional.empty();
    }
    Optional<Mailbox> within = ShownHeader.mailbox(ShownHeader.from(inner.header().fields()));
    Optional<Mailbox> without =
        ShownHeader.mailbox(ShownHeader.from(layers.steps.getFirst().entity().header().fields()));
    boolean isThisOne =
        switch (type.parameter("forwarded").orElse("").toLowerCase(Locale.ROOT)) {
          case "no" -> true;
          case "yes" -> false;
          default -> within.isPresent() && within.equals(without);
        };
    return isThisOne ? Optional.of(inner) : Optional.empty();
  }

  private Verdict verdict(SignatureCheck.Expected expected) throws IOException {
    if (!layers.claimsSignature) {
      return new Verdict.Unsigned(List.copyOf(layers.findings));
    }
    List<Finding> all = new ArrayList<>(layers.findings);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = layers.signed.size() - 1; i >= 0; i--) {
      Layers.Signed layer = layers.signed.get(i);
      boolean isInnermost = i == layers.signed.size() - 1;
      SignatureCheck.Result result =
          check.check(
              layer.data(),
              algorithm -> digest(layer.content(), algorithm),
              isInnermost ? expected : new SignatureCheck.Expected.Anybody());
      Reading.Place place = isInnermost ? Reading.Place.INNER : Reading.Place.OUTER;
      result.signers().forEach(signer -> signers.add(signer.at(place)));
      author = isInnermost ? result.accepted() : author;
      verdicts.add(result.verdict());
      all.addAll(result.verdict().findings());
      if (isForged(layer.content())) {
        all.add(
            Finding.of(
                MessageFinding.FORGED_ATTRIBUTES,
                "message",
                "its content is a set of signed attributes"));
      }
      otherSigner(verdicts.getFirst(), result.verdict()).ifPresent(all::add);
      boolean isAroundCiphertext =
          isInnermost
              && layers.steps.getLast().encryptions()
                  > layers.steps.get(layer.step()).encryptions();
      if (isAroundCiphertext) {
        all.add(
            Finding.of(
                MessageFinding.AROUND_CIPHERTEXT,
                "signature",
                "was made around the encrypted content"));
      }
    }
    boolean isContradicted = all.stream().anyMatch(f -> f.isContradiction() && !isOfOpening(f));
    if (verdicts.isEmpty() || isContradicted) {
      return new Verdict.Failed(List.copyOf(all));
    }
    if (verdicts.stream().allMatch(v -> v instanceof Verdict.Passed)) {
      Verdict.Passed author = (Verdict.Passed) verdicts.getFirst();
      return new Verdict.Passed(
          author.signer(), all.stream().filter(f -> !isOfOpening(f)).toList());
    }
    return verdicts.stream().anyMatch(v -> v instanceof Verdict.Failed)
        ? new Verdict.Failed(List.copyOf(all))
        : new Verdict.Indeterminate(List.copyOf(all));
  }

  /** Around the author's signature there may be another's: who sends a message on signs it so. */
  private static Optional<Finding> otherSigner(Verdict author, Verdict around) {
    if (!(author instanceof Verdict.Passed inner)
        || !(around instanceof Verdict.Passed outer)
        || inner.signer().certificate().equals(outer.signer().certificate())) {
      return Optional.empty();
    }
    Certificate other = outer.signer().certificate();
    List<Mailbox> mailboxes = inner.signer().certificate().mailboxes();
    return other.mailboxes().stream().anyMatch(mailboxes::contains)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                MessageFinding.OUTER_SIGNER,
                other.subject(),
                "signed the message of another, " + inner.signer().certificate().subject()));
  }

  /** What an opening came to is no matter of the signature around it. */
  private static boolean isOfOpening(Finding finding) {
    return finding.code().code().startsWith("encryption.");
  }

  private byte[] digest(Octets content, Digests algorithm) throws IOException {
    DigestOutput digest = new DigestOutput(jca.digest(algorithm.jca()));
    content.writeTo(digest);
    return digest.digest();
  }

  private static boolean isForged(Octets content) throws IOException {
    if (content.size() > SMALL) {
      return false;
    }
    try (InputStream in = content.stream()) {
      if (!SignedAttributes.mayBegin(in.read())) {
        return false;
      }
    }
    return SignedAttributes.looksLike(content.toByteArray());
  }

  /** With the finding that the content is not proven, unless a signature inside proves it. */
  private Optional<Opening> opening(boolean isPassed) {
    return layers.opening.map(opening -> {
      boolean isProvenInside =
          isPassed
              && layers.signed.stream().anyMatch(s -> layers.steps.get(s.step()).encryptions() > 0);
      if (opening instanceof Opening.Opened o
          && o.authenticity() == Opening.Authenticity.UNAUTHENTICATED
          && !isProvenInside) {
        Finding finding =
            Finding.of(
                MessageFinding.UNAUTHENTICATED,
                "message",
                "is encrypted with "
                    + o.algorithm()
                    + " and nothing inside proves that it was not changed");
        return new Opening.Opened(
            o.content(),
            o.algorithm(),
            o.authenticity(),
            o.openedBy(),
            o.recipients(),
            List.of(finding));
      }
      return opening;
    });
  }

  /** The protected From only where a signature that passed names it; else what everybody sees. */
  private static Optional<Mailbox> from(
      boolean isProven, ShownHeader shown, SignatureCheck.Expected outer) {
    return ShownHeader.mailbox(isProven ? ShownHeader.from(shown.fields()) : outer);
  }

  private Reading.Protection protection(
      ShownHeader shown, boolean isSignedHeader, boolean isPassed, Optional<Opening> opening) {
    boolean isProvenByEncryption =
        layers.signed.isEmpty()
            && layers.steps.get(shown.step()).encryptions() > 0
            && opening.orElseThrow() instanceof Opening.Opened o
            && o.authenticity() == Opening.Authenticity.AUTHENTICATED;
    return (isSignedHeader && isPassed) || isProvenByEncryption
        ? Reading.Protection.PROTECTED
        : Reading.Protection.UNPROTECTED;
  }

  private boolean isOpenedAtRoot() {
    return layers.steps.size() > 1
        && layers.steps.get(1).encryptions() == 1
        && layers.opening.filter(o -> o instanceof Opening.Opened).isPresent();
  }

  /**
   * What is signed inside the encryption at the root, with the header that is shown. Where nothing
   * proves the From inside, the one that everybody saw on the way stands.
   */
  private Optional<Octets> signedInside(ShownHeader shown, Header outside, boolean isProvenHeader)
      throws IOException {
    int last = 0;
    while (last + 1 < layers.steps.size() && layers.steps.get(last + 1).signatures() == 0) {
      last++;
    }
    if (!isOpenedAtRoot() || last == layers.steps.size() - 1) {
      return Optional.empty();
    }
    Entity signed = layers.steps.get(last).entity();
    List<Field> structural = signed.header().fields().stream().filter(Field::isStructural).toList();
    List<Field> fields = new ArrayList<>();
    if (!isProvenHeader) {
      fields.addAll(outside.all("From"));
    }
    shown.composed(outside, structural).stream()
        .filter(field -> isProvenHeader || !field.is("From"))
        .forEach(fields::add);
    return Optional.of(Entity.join(fields, signed.body()));
  }

  private Optional<Octets> content(Entity payload, ShownHeader shown, Header outside)
      throws IOException {
    boolean isClosed = layers.opening.filter(o -> !(o instanceof Opening.Opened)).isPresent();
    if (isClosed) {
      return Optional.empty();
    }
    if (layers.steps.size() == 1) {
      return Optional.of(new OwnedOctets(payload.octets(), layers.release()));
    }
    Entity text =
        layers.steps.getLast().encryptions() > 0
            ? new LegacyDisplay(layers.spool, Budget.STANDARD).removed(payload)
            : payload;
    List<Field> structural = text.header().fields().stream().filter(Field::isStructural).toList();
    Octets message = Entity.join(shown.composed(outside, structural), text.body());
    List<Octets> owned = new ArrayList<>(layers.release());
    owned.add(text.octets()); // where lines were taken away, it was made anew
    return Optional.of(new OwnedOctets(message, owned));
  }
}
