package org.signetmail.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.LegacyDisplay;

/** What the layers of a message come to together: its signatures, opening, header, content. */
final class Judgement {
  private final Layers layers;
  private final SignatureCheck check;
  private final Jca jca;

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
    LayerSignatures signatures = new LayerSignatures(layers, check, jca);
    Verdict verdict = signatures.verdict(expected);
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
        signatures.signers(),
        isPassed
            ? ReceiptAsked.by(signatures.author().orElseThrow(), signatures.signers(), jca)
            : Optional.empty(),
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
