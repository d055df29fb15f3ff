package org.signetmail.pkix.cmp;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.internal.CmpHash;

/** What a client asks (PKIBody, RFC 9810 §5.1.2), one thing a message (RFC 9483 §4). */
public sealed interface CmpBody {

  /** In which of four forms a certificate is asked for. */
  enum Request {
    /** ir, answered by ip. */
    INITIALIZATION,
    /** cr, answered by cp. */
    CERTIFICATION,
    /** kur, answered by kup. */
    KEY_UPDATE,
    /** p10cr, answered by cp. */
    PKCS10
  }

  /**
   * A certificate is asked for.
   *
   * @param request CertReqMsg, or PKCS#10 in {@link Request#PKCS10}; DER, not looked into
   * @param former oldCertId: which certificate is to be updated
   */
  record Enrolment(Request kind, byte[] request, Optional<CmpCertificateId> former)
      implements CmpBody {
    public Enrolment {
      request = request.clone();
    }

    @Override
    public byte[] request() {
      return request.clone();
    }

    /**
     * What is asked for, with its proof of possession checked.
     *
     * @throws CmpRejection when there is none that holds, or the request does not read
     */
    public CertificationRequest certificationRequest() throws CmpRejection {
      try {
        if (kind != Request.PKCS10) {
          return CertificationRequest.ofMessage(request);
        }
        RequestedContent.of(request);
      } catch (IOException e) {
        throw new CmpRejection(CmpFailure.BAD_CERT_TEMPLATE, String.valueOf(e.getMessage()));
      }
      try {
        return CertificationRequest.of(request);
      } catch (IOException e) {
        throw new CmpRejection(CmpFailure.BAD_POP, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * A certificate is to end (rr, RFC 9483 §4.2).
   *
   * @param reason CRLReason; 0 where none is said
   */
  record Revocation(CmpCertificateId certificate, int reason) implements CmpBody {}

  /**
   * The client has looked at its new certificate (certConf, RFC 9483 §4.1.1).
   *
   * @param hash over the certificate
   * @param hashAlgorithm dotted OID; where it is empty, that of the certificate's signature
   */
  record Confirmation(byte[] hash, Optional<String> hashAlgorithm, Verdict verdict)
      implements CmpBody {
    /** What the client thinks of it. */
    public enum Verdict {
      ACCEPTED,
      REJECTED
    }

    public Confirmation {
      hash = hash.clone();
    }

    @Override
    public byte[] hash() {
      return hash.clone();
    }

    /** Whether the hash is over this certificate. */
    public boolean isOf(Certificate certificate) {
      return CmpHash.of(certificate, hashAlgorithm)
          .filter(right -> MessageDigest.isEqual(right, hash))
          .isPresent();
    }
  }

  /** Whether a request that waited is decided (pollReq, RFC 9483 §4.4). */
  record Poll() implements CmpBody {}

  /**
   * Information is asked for (genm, RFC 9483 §4.3).
   *
   * @param type dotted OID
   */
  record Information(String type) implements CmpBody {
    /** The authorities between people and root (RFC 9483 §4.3.1). */
    public static final String CA_CERTS = "1.3.6.1.5.5.7.4.17";

    /** Whether there is a new root (RFC 9483 §4.3.2). */
    public static final String ROOT_CA_CERT = "1.3.6.1.5.5.7.4.20";

    /** What a request should have in it (RFC 9483 §4.3.3). */
    public static final String CERT_REQ_TEMPLATE = "1.3.6.1.5.5.7.4.19";
  }
}
