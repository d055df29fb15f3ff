package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.CompressedReader;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.LineEnds;
import org.signetmail.smime.internal.mime.Multipart;

/**
 * The layers of protection of one message, followed from the root inwards until content appears
 * that is neither signed nor encrypted as a whole, or until a layer stays closed. Nothing is judged
 * here but structure.
 */
final class Layers implements Closeable {
  private static final int LARGEST_SIGNATURE = 32 << 20;

  /** An entity on the way in, and what was around it. */
  record Step(Entity entity, int signatures, int encryptions) {
    boolean isBeside(Step other) { // with nothing but compression between
      return signatures == other.signatures && encryptions == other.encryptions;
    }
  }

  /** A signature and what it covers; {@code step} is the entity inside. */
  record Signed(SignedData data, Octets content, int step) {}

  private final OpeningKeys keys;
  final Spool spool;
  private final MessageReader.Options options;
  private final Jca jca;
  private final CertificateCache certificates;
  private final List<Octets> owned = new ArrayList<>();
  final List<Step> steps = new ArrayList<>();
  final List<Signed> signed = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  Optional<Opening> opening = Optional.empty();
  Optional<SignedData> receipt = Optional.empty(); // the content, where it is one
  Optional<byte[]> rootKey = Optional.empty(); // that opened the root, where nothing inside is shut
  private int envelopes;
  boolean claimsSignature;
  boolean isReadable = true; // down to the content
  private Optional<BeforeOpening> unproven = Optional.empty();

  Layers(
      OpeningKeys keys,
      Spool spool,
      MessageReader.Options options,
      Jca jca,
      CertificateCache certificates) {
    this.certificates = certificates;
    this.keys = keys;
    this.spool = spool;
    this.options = options;
    this.jca = jca;
  }

  void walk(Octets message) throws IOException {
    owned.add(message);
    steps.add(new Step(Entity.of(message, options.budget().headerBytes()), 0, 0));
    try {
      for (int i = 0; i < steps.size(); i++) {
        if (i > options.budget().cryptoLayers()) {
          throw new BudgetExceeded(
              "more than " + options.budget().cryptoLayers() + " layers of protection");
        }
        goIn(steps.get(i).entity());
      }
    } catch (BudgetExceeded e) {
      unreadable(MessageFinding.BUDGET, "has " + e.getMessage());
    }
    unproven.filter(before -> before.isInVain(this)).ifPresent(before -> before.restore(this));
  }

  /** Whether the step at an index is nothing but compression around the next. */
  boolean isCompressed(int index) {
    return index + 1 < steps.size() && steps.get(index).isBeside(steps.get(index + 1));
  }

  /** One step further, where the entity is a layer and opens. */
  private void goIn(Entity entity) throws IOException {
    ContentType type = entity.header().contentType();
    if (type.is("multipart/signed")) {
      String protocol = type.parameter("protocol").orElse("").toLowerCase(Locale.ROOT);
      if (protocol.isEmpty() || LayerTypes.isSignature(protocol)) { // OpenPGP is not ours to judge
        claimsSignature = true;
        checkHeader(entity.header(), type);
        intoMultipart(entity, type);
      }
    } else if (LayerTypes.isCms(entity, type)) {
      checkHeader(entity.header(), type);
      intoCms(entity, type);
    }
  }

  private void checkHeader(Header header, ContentType type) {
    if (header.all("Content-Type").size() > 1
        || header.all("Content-Transfer-Encoding").size() > 1) {
      find(MessageFinding.HEADER_REPEATED, "has a field of its structure twice");
    }
    if (header.isOdd() || type.isAmbiguous()) {
      find(MessageFinding.HEADER_LINE, "has a header that programs read differently");
    }
  }

  private void intoMultipart(Entity entity, ContentType type) throws IOException {
    String boundary = type.parameter("boundary").orElse("");
    if (boundary.isEmpty() || boundary.length() > 200) {
      unreadable(MessageFinding.BOUNDARY, "has no boundary between its parts");
      return;
    }
    Octets body = entity.body();
    Multipart parts = Multipart.scan(body, boundary, options.budget().mimeParts());
    if (parts.hasBareLineFeed()) {
      try (InputStream in = new LineEnds(body.stream())) {
        body = keep(spool.keep(in));
      }
      parts = Multipart.scan(body, boundary, options.budget().mimeParts());
    }
    if (parts.isAmbiguous()) {
      find(MessageFinding.BOUNDARY, "has lines that only some programs take for boundaries");
    }
    if (parts.hasEpilogue()) {
      find(MessageFinding.OUTSIDE_TEXT, "has text after its last part");
    }
    if (parts.parts().size() != 2 || !parts.isClosed()) {
      unreadable(
          MessageFinding.PARTS, "has " + parts.parts().size() + " whole parts where two belong");
      return;
    }
    Octets content = parts.parts().get(0).of(body);
    SignedData data;
    try {
      data = detached(parts.parts().get(1).of(body));
    } catch (Asn1Exception | java.io.EOFException | MalformedMessage e) {
      unreadable(
          MessageFinding.CMS_UNREADABLE, "has a signature that cannot be read: " + e.getMessage());
      return;
    }
    data.content().ifPresent(this::keep);
    if (data.content().isPresent()) {
      find(
          MessageFinding.DETACHED_WITH_CONTENT,
          "its signature stands beside the content and carries another");
    }
    stepInto(content, new Signed(data, content, steps.size()));
  }

  private SignedData detached(Octets part) throws IOException {
    if (part.size() > LARGEST_SIGNATURE) {
      throw new BudgetExceeded("a signature of " + part.size() + " bytes");
    }
    Entity signature = Entity.of(part, options.budget().headerBytes());
    if (!LayerTypes.isSignature(signature.header().contentType().type())) {
      find(MessageFinding.TYPE_MISMATCH, "its second part is not labelled as a signature");
    }
    byte[] der;
    try (InputStream in = signature.decoded(spool)) {
      der = in.readAllBytes();
    }
    ContentInfo info = ContentInfo.of(new ByteArrayInputStream(der));
    if (!info.type().equals(Oids.SIGNED_DATA)) {
      throw new Asn1Exception("content of type " + info.type() + ", not signed data");
    }
    return SignedData.read(info, options.budget(), spool, certificates);
  }

  private void intoCms(Entity entity, ContentType type) throws IOException {
    String label = type.parameter("smime-type").orElse("").toLowerCase(Locale.ROOT);
    try (InputStream in = entity.decoded(spool)) {
      ContentInfo info = ContentInfo.of(in);
      switch (info.type()) {
        case Oids.SIGNED_DATA -> {
          claimsSignature = true;
          intoSigned(info, label);
        }
        case Oids.ENVELOPED_DATA, Oids.AUTH_ENVELOPED_DATA -> {
          boolean isAuthenticated = info.type().equals(Oids.AUTH_ENVELOPED_DATA);
          LayerTypes.mislabelled(label, isAuthenticated ? "authenveloped-data" : "enveloped-data")
              .ifPresent(findings::add);
          intoEncrypted(entity, info);
        }
        case Oids.COMPRESSED_DATA -> {
          LayerTypes.mislabelled(label, "compressed-data").ifPresent(findings::add);
          stepInto(keep(CompressedReader.inflate(info, options.budget(), spool)));
        }
        default -> unreadable(MessageFinding.CMS_UNREADABLE, "has content of type " + info.type());
      }
    } catch (Asn1Exception | java.io.EOFException | java.util.zip.ZipException e) {
      claimsSignature |= label.startsWith("signed");
      unreadable(MessageFinding.CMS_UNREADABLE, "cannot be read: " + e.getMessage());
    }
  }

  private void intoSigned(ContentInfo info, String label) throws IOException {
    SignedData data = SignedData.read(info, options.budget(), spool, certificates);
    if (data.content().isEmpty()) {
      if (data.signers().isEmpty()) {
        claimsSignature = !signed.isEmpty();
        LayerTypes.mislabelled(label, "certs-only").ifPresent(findings::add);
        unreadable(
            MessageFinding.CERTIFICATES_ONLY,
            "carries " + data.certificates().size() + " certificates and no content");
      } else {
        unreadable(MessageFinding.CONTENT_MISSING, "is a signature without the content it signs");
      }
      return;
    }
    Octets content = keep(data.content().get());
    if (data.contentType().equals(Oids.RECEIPT)) {
      receipt = Optional.of(data);
      claimsSignature = !signed.isEmpty();
      unreadable(MessageFinding.RECEIPT, "is a receipt for another message");
      return;
    }
    LayerTypes.mislabelled(label, "signed-data").ifPresent(findings::add);
    stepInto(content, new Signed(data, content, steps.size()));
  }

  private void intoEncrypted(Entity entity, ContentInfo info) throws IOException {
    Opener opener = new Opener(keys, spool, options, jca);
    Opening made = opener.open(entity, info);
    envelopes++;
    rootKey = envelopes == 1 && steps.size() == 1 ? opener.openedWith() : Optional.empty();
    if (opening.isEmpty() || !(made instanceof Opening.Opened)) {
      opening = Optional.of(made);
    }
    switch (made) {
      case Opening.Opened opened -> {
        keep(opened.content());
        if (unproven.isEmpty() && opened.authenticity() == Opening.Authenticity.UNAUTHENTICATED) {
          unproven = Optional.of(BeforeOpening.of(this));
        }
        Step last = steps.getLast();
        steps.add(new Step(inner(opened.content()), last.signatures(), last.encryptions() + 1));
      }
      case Opening.NotForUs notForUs -> closed(notForUs.findings());
      case Opening.Refused refused -> closed(refused.findings());
    }
  }

  private void stepInto(Octets content, Signed layer) throws IOException {
    signed.add(layer);
    Step last = steps.getLast();
    steps.add(new Step(inner(content), last.signatures() + 1, last.encryptions()));
  }

  private void stepInto(Octets content) throws IOException {
    Step last = steps.getLast();
    steps.add(new Step(inner(content), last.signatures(), last.encryptions()));
  }

  private Entity inner(Octets octets) throws IOException {
    return Entity.inside(octets, options.budget().headerBytes());
  }

  private void find(MessageFinding code, String detail) {
    findings.add(Finding.of(code, "message", detail));
  }

  private void unreadable(MessageFinding code, String detail) {
    closed(List.of(Finding.of(code, "message", detail)));
  }

  private void closed(List<Finding> why) {
    findings.addAll(why);
    isReadable = false;
  }

  private Octets keep(Octets octets) {
    owned.add(octets);
    return octets;
  }

  /** Hands over what must stay open as long as the content is read. */
  List<Octets> release() {
    List<Octets> all = List.copyOf(owned);
    owned.clear();
    return all;
  }

  @Override
  public void close() throws IOException {
    for (Octets octets : owned) {
      octets.close();
    }
  }
}
