package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentEncryption.KeyDerivation;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.EssAttributes;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.RecipientInfo;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;

/** Collects what the layers of a message say of themselves. */
final class LayerFacts {
  private LayerFacts() {}

  static Inspection of(Octets message, Budget budget) throws IOException {
    Spool spool = Spool.standard();
    try (Layers layers = layers(spool, budget)) {
      layers.walk(message.share());
      List<Inspection.Layer> all = new ArrayList<>();
      for (int i = 0; i < layers.steps.size(); i++) {
        all.add(layer(layers, i, budget, spool));
      }
      return new Inspection(all);
    }
  }

  /** As {@link Inspection#certificates}. */
  static List<Certificate> certificates(Octets message, Budget budget) throws IOException {
    try (Layers layers = layers(Spool.standard(), budget)) {
      layers.walk(message.share());
      return layers.signed.stream()
          .flatMap(signed -> signed.data().certificates().stream())
          .distinct()
          .toList();
    }
  }

  /** As {@link SecurityLabel#claimed}. */
  static List<SecurityLabel> labels(Octets message, Budget budget) throws IOException {
    List<SecurityLabel> labels = new ArrayList<>();
    try (Layers layers = layers(Spool.standard(), budget)) {
      layers.walk(message.share());
      for (Layers.Signed signed : layers.signed) {
        for (SignerInfo info : signed.data().signers()) {
          if (info.signedAttributes().isPresent()) {
            SignedServices services = EssAttributes.of(SignedAttributes.of(info));
            services.label().ifPresent(labels::add);
            labels.addAll(services.equivalentLabels());
          }
        }
      }
    } catch (Asn1Exception e) {
      throw new MalformedMessage(
          "message: its signature cannot be read: " + e.getMessage() + " (RFC 5652 §5.3)");
    }
    return labels;
  }

  private static Layers layers(Spool spool, Budget budget) {
    return new Layers(
        OpeningKeys.NONE,
        spool,
        new MessageReader.Options(CryptoProfile.of(CryptoProfile.Name.LEGACY_READ), budget),
        new Jca(Primitives.standard()),
        new CertificateCache(0));
  }

  private static Inspection.Layer layer(Layers layers, int index, Budget budget, Spool spool)
      throws IOException {
    Entity entity = layers.steps.get(index).entity();
    ContentType type = entity.header().contentType();
    List<Inspection.Fact> facts = new ArrayList<>();
    if (index == 0) {
      for (String name : List.of("From", "To", "Subject", "Date")) {
        entity.header().value(name).ifPresent(v -> facts.add(new Inspection.Fact(name, v)));
      }
    }
    headerFacts(entity, facts);
    String kind = layers.isCompressed(index) ? "compressed-data" : type.type();
    for (Layers.Signed signed : layers.signed) {
      if (signed.step() == index + 1) {
        kind = type.is("multipart/signed") ? "multipart/signed" : "signed-data";
        signature(signed.data(), facts);
      }
    }
    boolean isLast = index == layers.steps.size() - 1;
    if (isLast && layers.opening.isPresent()) {
      kind = envelope(entity, budget, spool, facts);
    } else if (isLast) {
      for (Finding finding : layers.findings) {
        facts.add(new Inspection.Fact("finding", finding.code().code() + ": " + finding.detail()));
      }
    }
    facts.add(new Inspection.Fact("size", entity.octets().size() + " bytes"));
    return new Inspection.Layer(index, kind, facts);
  }

  /** What a payload says of the protection of its header (RFC 9788 §2). */
  private static void headerFacts(Entity entity, List<Inspection.Fact> facts) {
    ContentType type = entity.header().contentType();
    for (String mark : List.of("hp", "protected-headers", "forwarded")) {
      String name = mark.equals("hp") ? "header protection" : mark;
      type.parameter(mark).ifPresent(v -> facts.add(new Inspection.Fact(name, v)));
    }
    if (type.parameter("hp").isPresent()) {
      entity.header().value("Subject").ifPresent(v -> facts.add(fact("protected subject", v)));
    }
    entity.header().all("HP-Outer").forEach(f -> facts.add(fact("left outside", f.value())));
    type.parameter("hp-legacy-display").ifPresent(v -> facts.add(fact("legacy display", v)));
  }

  private static Inspection.Fact fact(String name, String value) {
    return new Inspection.Fact(name, value);
  }

  private static void signature(SignedData data, List<Inspection.Fact> facts) {
    for (SignerInfo info : data.signers()) {
      facts.add(new Inspection.Fact("signer", info.signer().text()));
      try {
        SignatureScheme scheme =
            SignatureScheme.reading(info.digestAlgorithm(), info.signatureAlgorithm());
        facts.add(new Inspection.Fact("algorithm", scheme.name()));
        facts.add(new Inspection.Fact("digest", scheme.digest().word()));
        if (info.signedAttributes().isPresent()) {
          SignedAttributes attributes = SignedAttributes.of(info);
          attributes.signingTime().ifPresent(t -> facts.add(fact("signing time", t.toString())));
          services(EssAttributes.of(attributes), facts);
        } else {
          facts.add(new Inspection.Fact("signed attributes", "none"));
        }
      } catch (Asn1Exception e) {
        facts.add(new Inspection.Fact("algorithm", "unknown: " + e.getMessage()));
      }
    }
    for (Certificate certificate : data.certificates()) {
      facts.add(
          new Inspection.Fact(
              "certificate",
              certificate.subject()
                  + ", issued by "
                  + certificate.issuer()
                  + ", serial "
                  + certificate.serialHex()
                  + ", until "
                  + certificate.notAfter()));
    }
    if (!data.evidence().lists().isEmpty()) {
      int lists = data.evidence().lists().size();
      facts.add(new Inspection.Fact("revocation lists", String.valueOf(lists)));
    }
    if (!data.evidence().responses().isEmpty()) {
      int responses = data.evidence().responses().size();
      facts.add(new Inspection.Fact("OCSP responses", String.valueOf(responses)));
    }
  }

  private static void services(SignedServices services, List<Inspection.Fact> facts) {
    services.label().ifPresent(label -> facts.add(fact("label", label.text())));
    services.equivalentLabels().forEach(l -> facts.add(fact("equivalent label", l.text())));
    services
        .receiptRequest()
        .ifPresent(r -> facts.add(fact("receipt asked for", "to be sent to " + r.to())));
    services
        .expansions()
        .forEach(e -> facts.add(fact("sent on by list", e.list() + ", " + e.at())));
  }

  private static String envelope(
      Entity entity, Budget budget, Spool spool, List<Inspection.Fact> facts) throws IOException {
    try (InputStream in = entity.decoded(spool)) {
      ContentInfo info = ContentInfo.of(in);
      EnvelopeReader reader = info.envelope(budget.recipients());
      facts.add(new Inspection.Fact("content", reader.contentAlgorithm()));
      if (reader.derivation() == KeyDerivation.HKDF_SHA256) {
        facts.add(new Inspection.Fact("content key", "bound to its algorithm (RFC 9709)"));
      }
      for (RecipientInfo recipient : reader.recipients()) {
        String name =
            recipient instanceof RecipientInfo.Addressed addressed
                ? addressed.recipient().text()
                : "not named by a certificate";
        facts.add(new Inspection.Fact("recipient", name + " by " + recipient.method()));
      }
      return info.type().equals(Oids.AUTH_ENVELOPED_DATA) ? "authEnveloped-data" : "enveloped-data";
    } catch (Asn1Exception | java.io.EOFException e) {
      facts.add(new Inspection.Fact("unreadable", String.valueOf(e.getMessage())));
      return "encrypted";
    }
  }
}
