package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cades.CadesData;
import org.signetmail.smime.internal.cades.CadesReader;
import org.signetmail.smime.internal.cades.Choices;
import org.signetmail.smime.internal.cades.HashIndex;
import org.signetmail.smime.internal.cades.StampedToken;
import org.signetmail.smime.internal.cades.UnsignedAttribute;
import org.signetmail.smime.internal.cms.DigestOutput;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.mime.Base64Output;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;

/**
 * A signature to be kept: CMS SignedData around the signed entity, in the levels of CAdES (ETSI EN
 * 319 122-1 §6.1). Certificates and revocation values stand in SignedData itself, time stamps among
 * the unsigned attributes of its one signer.
 *
 * <p>Nothing of it is checked here: {@link LongTermCheck} does that. Each step makes a new value
 * over the same content; closing any of them closes it for all.
 */
public final class LongTermSignature implements Closeable {
  /** The header of the message it came from, as octets: kept, and signed by nobody. */
  private static final String OUTER_HEADER = CertificateProfile.ARC + ".5.1";

  private final CadesData data;
  private final Jca jca = new Jca(Primitives.standard());
  private final Map<Digests, byte[]> digests = new ConcurrentHashMap<>();

  private LongTermSignature(CadesData data) {
    this.data = data;
  }

  /**
   * The signature of a message, taken out of it: the one next to the content where there are
   * several around each other. The message stays its caller's to close, and may be closed.
   *
   * @throws MalformedMessage when it is no message, or is not signed as a whole
   */
  public static LongTermSignature ofMessage(Octets message, Spool spool) throws IOException {
    Entity entity = Entity.of(message, Budget.STANDARD.headerBytes());
    CadesData data = SignedEntity.of(entity, spool);
    byte[] header = Header.encoded(entity.header().fields());
    return new LongTermSignature(
        data.with(UnsignedAttribute.of(OUTER_HEADER, Asn1.octets(header))));
  }

  /**
   * Reads what {@link #writeTo} wrote, or another attached CAdES signature, to its end.
   *
   * @throws MalformedMessage when it is none
   */
  public static LongTermSignature read(InputStream in, Spool spool) throws IOException {
    CadesData data;
    try {
      data = CadesReader.read(in, spool);
    } catch (Asn1Exception | java.io.EOFException e) {
      throw new MalformedMessage(
          "evidence: has "
              + e.getMessage()
              + " (RFC 5652 §5.1); give a file that 'signet evidence make' wrote",
          e);
    }
    if (data.content().isEmpty()) {
      throw new MalformedMessage(
          "evidence: is a signature without its content (RFC 5652 §5.2); give one around it");
    }
    return new LongTermSignature(data);
  }

  /** The signed entity: header fields that are protected, and body (RFC 8551 §3.1). */
  public Octets content() {
    return data.content().orElseThrow();
  }

  public List<Certificate> certificates() {
    return Choices.certificates(data.certificates());
  }

  /** The CRLs and OCSP responses in it. */
  public RevocationEvidence evidence() {
    return Choices.evidence(data.revocations());
  }

  /** SignedData, as a file: {@code application/cms}, nothing but the order of sets is not DER. */
  public void writeTo(OutputStream out) throws IOException {
    data.writeTo(out);
  }

  /**
   * A message again, that mail programs show: with the header that the message had, and the
   * signature around its content.
   */
  public void writeMessage(OutputStream out) throws IOException {
    List<Field> head = new ArrayList<>();
    Optional<byte[]> kept = outerHeader();
    if (kept.isPresent()) {
      Header header =
          Header.read(
              Octets.of(Asn1.joined(kept.get(), new byte[] {13, 10})),
              Budget.STANDARD.headerBytes());
      header.fields().stream().filter(field -> !field.isStructural()).forEach(head::add);
    }
    head.add(Field.of("MIME-Version", "1.0"));
    head.add(
        Field.of(
            "Content-Type",
            "application/pkcs7-mime; smime-type=signed-data;\r\n name=\"smime.p7m\""));
    head.addAll(EnvelopeFields.base64("smime.p7m"));
    Entity.join(head, Octets.of(new byte[0])).writeTo(out);
    try (Base64Output encoder = new Base64Output(out)) {
      data.writeTo(encoder);
    }
  }

  /** As it was kept; nobody signed it. */
  Optional<byte[]> outerHeader() throws IOException {
    List<UnsignedAttribute> kept = data.unsigned(OUTER_HEADER);
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Der.of(kept.getFirst().values().getFirst()).expect(Asn1.OCTET_STRING).octets());
  }

  /** Whether a time stamp is over the signature. */
  public boolean isStamped() {
    return !data.unsigned(Oids.SIGNATURE_TIME_STAMP).isEmpty();
  }

  /** Whether an archive time stamp is over all of it. */
  public boolean isArchived() {
    return !data.unsigned(Oids.ARCHIVE_TIME_STAMP_V3).isEmpty();
  }

  /** The same with certificates and revocation values (level LT); those that are there stay. */
  public LongTermSignature with(List<Certificate> certificates, RevocationEvidence evidence) {
    return new LongTermSignature(data.with(certificates, evidence));
  }

  /** The same with a time stamp over the signature (level T, §5.3). */
  public LongTermSignature stamped(TimeStamping authority, SecureRandom random) throws IOException {
    return new LongTermSignature(
        data.with(
            UnsignedAttribute.of(
                Oids.SIGNATURE_TIME_STAMP,
                SignatureStamp.over(data.signature(), authority, random, jca).encoded())));
  }

  /** The same with a time stamp over all that is there (level LTA, §5.5.3). */
  public LongTermSignature archived(TimeStamping authority, SecureRandom random)
      throws IOException {
    HashIndex index = HashIndex.over(data, Digests.SHA_512, jca);
    byte[] imprint = index.imprint(data, digest(Digests.SHA_512), jca);
    TimeStampToken token =
        authority.stamp(TimeStampRequest.of(DigestAlgorithm.SHA_512, imprint, random));
    return new LongTermSignature(
        data.with(
            UnsignedAttribute.of(
                Oids.ARCHIVE_TIME_STAMP_V3, StampedToken.indexed(token.encoded(), index))));
  }

  CadesData data() {
    return data;
  }

  /** Of the content, which is read once for each algorithm. */
  byte[] digest(Digests algorithm) throws IOException {
    byte[] known = digests.get(algorithm);
    if (known == null) {
      known = newDigest(algorithm);
      digests.put(algorithm, known);
    }
    return known.clone();
  }

  private byte[] newDigest(Digests algorithm) throws IOException {
    DigestOutput digest = new DigestOutput(jca.digest(algorithm.jca()));
    content().writeTo(digest);
    return digest.digest();
  }

  @Override
  public void close() throws IOException {
    content().close();
  }
}
