package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.cms.DigestOutput;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * What the signatures of a message's layers come to together. The one next to the content speaks
 * for the author and is held against From; those further out must hold too; the worst of them
 * decides. For one message.
 */
final class LayerSignatures {
  private static final int SMALL = 1 << 16;

  private final Layers layers;
  private final SignatureCheck check;
  private final Jca jca;
  private final List<Reading.Signer> signers = new ArrayList<>();
  private Optional<SignerInfo> author = Optional.empty(); // of the signature next to the content

  LayerSignatures(Layers layers, SignatureCheck check, Jca jca) {
    this.layers = layers;
    this.check = check;
    this.jca = jca;
  }

  /** Of all of them, where the author is to be this one. */
  Verdict verdict(SignatureCheck.Expected expected) throws IOException {
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

  /** Whoever signed, as far as {@link #verdict} found them. */
  List<Reading.Signer> signers() {
    return List.copyOf(signers);
  }

  /** The signature next to the content, where it counts. */
  Optional<SignerInfo> author() {
    return author;
  }
}
