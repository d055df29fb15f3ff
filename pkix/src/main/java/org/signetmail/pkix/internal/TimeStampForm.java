package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.TimeStampRejection;
import org.signetmail.pkix.TimeStampRejection.Failure;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.CertificateWish;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;

/** TimeStampReq, and TimeStampResp without a token (RFC 3161 §2.4). */
public final class TimeStampForm {
  private static final int REJECTION = 2;
  private static final int LONGEST_NONCE = 512; // bits
  private static final int FAILURE_OCTETS = 4; // bits 0 to 25 and then some

  private TimeStampForm() {}

  public static TimeStampRequest request(byte[] der) throws TimeStampRejection {
    if (der.length > TimeStampRequest.LARGEST) {
      throw new TimeStampRejection(
          Failure.BAD_DATA_FORMAT, "request of more than " + TimeStampRequest.LARGEST + " octets");
    }
    TimeStampReq request;
    MessageImprint imprint;
    try {
      request = TimeStampReq.getInstance(Asn1.parse(der));
      imprint = request.getMessageImprint();
    } catch (IOException | RuntimeException e) {
      throw new TimeStampRejection(Failure.BAD_DATA_FORMAT, "not a TimeStampReq");
    }
    if (!request.getVersion().hasValue(1)) {
      throw new TimeStampRejection(Failure.BAD_REQUEST, "only version 1 is known");
    }
    if (request.getExtensions() != null) {
      throw new TimeStampRejection(Failure.UNACCEPTED_EXTENSION, "no extension is known");
    }
    DigestAlgorithm algorithm =
        DigestAlgorithm.ofOid(imprint.getHashAlgorithm().getAlgorithm().getId())
            .orElseThrow(() ->
                new TimeStampRejection(Failure.BAD_ALG, "digests are SHA-256, SHA-384 or SHA-512"));
    if (imprint.getHashedMessage().length != algorithm.octets()) {
      throw new TimeStampRejection(
          Failure.BAD_DATA_FORMAT, "the digest has not the length of its algorithm");
    }
    Optional<BigInteger> nonce = Optional.ofNullable(request.getNonce()).map(ASN1Integer::getValue);
    if (nonce.filter(value -> value.bitLength() > LONGEST_NONCE).isPresent()) {
      throw new TimeStampRejection(
          Failure.BAD_REQUEST, "nonce of more than " + LONGEST_NONCE + " bits");
    }
    boolean wanted = request.getCertReq() != null && request.getCertReq().isTrue();
    return new TimeStampRequest(
        algorithm,
        imprint.getHashedMessage(),
        Optional.ofNullable(request.getReqPolicy()).map(ASN1ObjectIdentifier::getId),
        nonce,
        wanted ? CertificateWish.WANTED : CertificateWish.NOT_WANTED);
  }

  public static byte[] encode(TimeStampRequest request) {
    TimeStampReq req =
        new TimeStampReq(
            new MessageImprint(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(request.algorithm().oid())),
                request.digest()),
            request.policy().map(ASN1ObjectIdentifier::new).orElse(null),
            request.nonce().map(ASN1Integer::new).orElse(null),
            ASN1Boolean.getInstance(request.certificates() == CertificateWish.WANTED),
            null);
    try {
      return req.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp request did not encode", e);
    }
  }

  /** PKIStatusInfo alone. */
  public static byte[] rejection(Failure failure, String reason) {
    byte[] bits = new byte[FAILURE_OCTETS];
    bits[failure.bit() / 8] = (byte) (0x80 >> failure.bit() % 8);
    int last = failure.bit() / 8;
    byte[] shortest = java.util.Arrays.copyOf(bits, last + 1);
    ASN1EncodableVector status = new ASN1EncodableVector();
    status.add(new ASN1Integer(REJECTION));
    status.add(new DERSequence(new DERUTF8String(reason)));
    status.add(new DERBitString(shortest, 7 - failure.bit() % 8));
    try {
      return new DERSequence(new DERSequence(status)).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp response did not encode", e);
    }
  }
}
