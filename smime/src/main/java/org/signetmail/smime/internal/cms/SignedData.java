package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * SignedData as it was sent (RFC 5652 §5.1): what its signers say, nothing of it checked.
 *
 * @param contentType of the encapsulated content
 * @param content what it carries itself; empty when detached
 * @param certificates those that could be read
 * @param evidence CRLs and OCSP responses (RFC 5940 §2) that could be read
 */
public record SignedData(
    String contentType,
    Optional<Octets> content,
    List<Certificate> certificates,
    RevocationEvidence evidence,
    List<SignerInfo> signers) {
  private static final int ELEMENT = 16 << 20; // CRLs can be large

  public static SignedData read(ContentInfo info, Budget budget, Spool spool) throws IOException {
    return read(info, budget, spool, new CertificateCache(0));
  }

  /**
   * @param known certificates of messages before
   */
  public static SignedData read(
      ContentInfo info, Budget budget, Spool spool, CertificateCache known) throws IOException {
    BerReader ber = info.content();
    ber.enter(0xa0);
    ber.enter(Asn1.SEQUENCE);
    ber.element(Asn1.INTEGER, 16);
    ber.skip(); // digestAlgorithms: each signer names its own
    ber.enter(Asn1.SEQUENCE);
    String contentType = ber.element(Asn1.OID, 64).oid();
    Optional<Octets> content = Optional.empty();
    if (ber.isNext(0xa0)) {
      ber.enter(0xa0);
      try (InputStream in = ber.octets(Asn1.OCTET_STRING)) {
        content = Optional.of(spool.keep(in));
      }
      ber.leave();
    }
    try {
      ber.leave();
      List<Certificate> certificates = certificates(ber, budget, known);
      RevocationEvidence evidence = evidence(ber, budget);
      List<SignerInfo> signers = new ArrayList<>();
      ber.enter(Asn1.SET);
      while (ber.peek() >= 0) {
        signers.add(SignerInfo.of(ber.element(Asn1.SEQUENCE, ELEMENT)));
        if (signers.size() > budget.certificates()) {
          throw new BudgetExceeded("more than " + budget.certificates() + " signers");
        }
      }
      ber.leave();
      ber.leave();
      ber.leave();
      ber.leave();
      if (ber.peek() >= 0) {
        throw new Asn1Exception("bytes after the end of the signature");
      }
      return new SignedData(contentType, content, certificates, evidence, signers);
    } catch (IOException | RuntimeException e) {
      if (content.isPresent()) {
        content.get().close();
      }
      throw e;
    }
  }

  private static List<Certificate> certificates(
      BerReader ber, Budget budget, CertificateCache known) throws IOException {
    List<Certificate> all = new ArrayList<>();
    if (!ber.isNext(0xa0)) {
      return all;
    }
    ber.enter(0xa0);
    int count = 0;
    while (ber.peek() >= 0) {
      if (++count > budget.certificates()) {
        throw new BudgetExceeded("more than " + budget.certificates() + " certificates");
      }
      Der element = ber.element(ELEMENT);
      if (element.is(Asn1.SEQUENCE)) {
        try {
          all.add(known.of(element.encoded()));
        } catch (IOException | RuntimeException e) {
          // One that cannot be read helps nobody; a signer without certificate is reported.
        }
      }
    }
    ber.leave();
    return all;
  }

  private static RevocationEvidence evidence(BerReader ber, Budget budget) throws IOException {
    if (!ber.isNext(0xa1)) {
      return RevocationEvidence.NONE;
    }
    List<CertificateList> lists = new ArrayList<>();
    List<OcspResponse> responses = new ArrayList<>();
    int count = 0;
    int room = ELEMENT;
    ber.enter(0xa1);
    while (ber.peek() >= 0) {
      if (++count > budget.certificates()) {
        throw new BudgetExceeded("more than " + budget.certificates() + " revocation lists");
      }
      Der element = ber.element(room);
      room -= element.encoded().length;
      try {
        if (element.is(Asn1.SEQUENCE)) {
          lists.add(CertificateList.of(element.encoded()));
        } else if (element.is(0xa1)) {
          List<Der> other = element.children();
          if (other.size() == 2 && other.get(0).oid().equals(Oids.OCSP_RESPONSE_INFO)) {
            responses.add(OcspResponse.of(other.get(1).encoded()));
          }
        }
      } catch (IOException | RuntimeException e) {
        // One that cannot be read proves nothing.
      }
    }
    ber.leave();
    return RevocationEvidence.of(lists, responses);
  }
}
