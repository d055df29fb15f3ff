package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignedDataMaker;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * Bare detached CMS SignedData over bytes that are not mail: requests, approvals, manifests ({@code
 * openssl cms -verify -binary -inform DER} reads it).
 */
public final class DetachedSignature {
  private DetachedSignature() {}

  /** The signature, DER; the content is read to its end. */
  public static byte[] sign(InputStream content, SigningIdentity signer, Instant at)
      throws IOException {
    SignatureScheme scheme =
        SignatureScheme.making(
                signer.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.AUTO))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    signer.certificate().subject()
                        + ": its key does not sign (RFC 8551 §2.2); use a signing key"));
    SignedDataMaker maker =
        new SignedDataMaker(signer, scheme, List.of(), List.of(), new Jca(Primitives.standard()));
    return maker.detached(maker.digest(content), at, new SecureRandom());
  }

  /**
   * Verdict without mail rules (no From): Passed carries the signer. Reads the content to its end.
   */
  public static Verdict verify(
      byte[] signature, InputStream content, PathValidator.Context trust, Instant at)
      throws IOException {
    Jca jca = new Jca(Primitives.standard());
    SignedData data;
    try {
      ContentInfo info = ContentInfo.of(new java.io.ByteArrayInputStream(signature));
      if (!info.type().equals(Oids.SIGNED_DATA)) {
        throw new Asn1Exception("content of type " + info.type() + ", not signed data");
      }
      data = SignedData.read(info, Budget.STANDARD, Spool.standard());
    } catch (IOException e) {
      return failed(MessageFinding.CMS_UNREADABLE, "cannot be read: " + e.getMessage());
    }
    if (data.content().isPresent()) {
      data.content().get().close();
      return failed(
          MessageFinding.DETACHED_WITH_CONTENT, "stands beside its content and carries another");
    }
    Map<Digests, MessageDigest> digests = new EnumMap<>(Digests.class);
    for (SignerInfo info : data.signers()) {
      try {
        Digests algorithm =
            SignatureScheme.reading(info.digestAlgorithm(), info.signatureAlgorithm()).digest();
        digests.computeIfAbsent(algorithm, a -> jca.digest(a.jca()));
      } catch (Asn1Exception e) {
        // The check says so.
      }
    }
    byte[] beginning = digest(content, digests.values());
    if (SignedAttributes.looksLike(beginning)) {
      return failed(MessageFinding.FORGED_ATTRIBUTES, "its content is a set of signed attributes");
    }
    Map<Digests, byte[]> values = new EnumMap<>(Digests.class);
    digests.forEach((algorithm, digest) -> values.put(algorithm, digest.digest()));
    return new SignatureCheck(trust, CryptoProfile.of(CryptoProfile.Name.AUTO), jca, at)
        .check(
            data,
            algorithm -> Objects.requireNonNull(values.get(algorithm)),
            new SignatureCheck.Expected.AnyUse())
        .verdict();
  }

  /** Returns the content when it is small, else its beginning. */
  private static byte[] digest(InputStream content, Iterable<MessageDigest> digests)
      throws IOException {
    byte[] first = content.readNBytes(1 << 16);
    digests.forEach(d -> d.update(first));
    byte[] buffer = new byte[1 << 16];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      for (MessageDigest digest : digests) {
        digest.update(buffer, 0, n);
      }
    }
    return first;
  }

  private static Verdict failed(MessageFinding code, String detail) {
    return new Verdict.Failed(new ArrayList<>(List.of(Finding.of(code, "signature", detail))));
  }
}
