package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Der;

/**
 * SignedData as it was sent (RFC 5652 §5.1): what its signers say, nothing of it checked.
 *
 * @param contentType of the encapsulated content
 * @param content what it carries itself; empty when detached
 * @param certificates those that could be read
 * @param crls DER
 */
public record SignedData(
    String contentType,
    Optional<Octets> content,
    List<Certificate> certificates,
    List<byte[]> crls,
    List<SignerInfo> signers) {
  private static final int ELEMENT = 16 << 20; // CRLs can be large

  public static SignedData read(ContentInfo info, Budget budget, Spool spool) throws IOException {
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
      List<Certificate> certificates = certificates(ber, budget);
      List<byte[]> crls = crls(ber, budget);
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
      return new SignedData(contentType, content, certificates, crls, signers);
    } catch (IOException | RuntimeException e) {
      if (content.isPresent()) {
        content.get().close();
      }
      throw e;
    }
  }

  private static List<Certificate> certificates(BerReader ber, Budget budget) throws IOException {
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
          all.add(Certificate.of(element.encoded()));
        } catch (IOException | RuntimeException e) {
          // One that cannot be read helps nobody; a signer without certificate is reported.
        }
      }
    }
    ber.leave();
    return all;
  }

  private static List<byte[]> crls(BerReader ber, Budget budget) throws IOException {
    List<byte[]> all = new ArrayList<>();
    if (!ber.isNext(0xa1)) {
      return all;
    }
    ber.enter(0xa1);
    while (ber.peek() >= 0) {
      Der element = ber.element(ELEMENT);
      if (element.is(Asn1.SEQUENCE)) {
        all.add(element.encoded());
      }
      if (all.size() > budget.certificates()) {
        throw new BudgetExceeded("more than " + budget.certificates() + " revocation lists");
      }
    }
    ber.leave();
    return all;
  }
}
