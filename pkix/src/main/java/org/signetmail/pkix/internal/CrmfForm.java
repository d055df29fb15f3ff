package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.cmp.CmpCertificateId;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpRejection;

/** CertReqMsg (RFC 4211 §3): a request for a certificate in the form that CMP has. */
public final class CrmfForm {
  private CrmfForm() {}

  /** A request for this key, signed by it. */
  public static byte[] make(SigningKey key, String commonName, Mailbox mailbox) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(CertificateDraft.generalName(mailbox)));
    CertTemplate template =
        new CertTemplateBuilder()
            .setSubject(
                CertificateDraft.name(new ToBeSigned.SubjectName(commonName, Optional.empty())))
            .setPublicKey(SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
            .setExtensions(extensions.generate())
            .build();
    CertRequest request = new CertRequest(0, template, null);
    POPOSigningKey proof =
        new POPOSigningKey(
            null,
            Signing.identifier(key.publicKey()),
            new DERBitString(Signing.sign(key, request.getEncoded("DER"))));
    return new CertReqMsg(request, new ProofOfPossession(proof), null).getEncoded("DER");
  }

  /** Whether DER that was read before is CRMF: what follows the first part is tagged. */
  public static boolean isKept(byte[] der) {
    try {
      return CertReqMsg.getInstance(Asn1.parse(der)).getPop() != null;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * A request whose proof of possession holds.
   *
   * @throws CmpRejection when there is none, or what is asked does not read
   */
  public static CertificationRequest parse(byte[] der) throws CmpRejection {
    try {
      CertReqMsg message = CertReqMsg.getInstance(Asn1.parse(der));
      CertTemplate template = message.getCertReq().getCertTemplate();
      if (template.getPublicKey() == null
          || template.getPublicKey().getPublicKeyData().getBytes().length == 0) {
        throw new CmpRejection(
            CmpFailure.BAD_CERT_TEMPLATE,
            "certification request: asks for a key to be made, which is done by EST and not here"
                + " (RFC 9483 §4.1.6); bring a public key");
      }
      PublicKey key = PublicKeys.of(template.getPublicKey().getEncoded());
      requirePossession(message, key);
      byte[] subject =
          template.getSubject() == null ? new byte[] {0x30, 0} : template.getSubject().getEncoded();
      return new CertificationRequest(
          der, key, new X500Principal(subject).getName(), mailboxes(template));
    } catch (IOException | RuntimeException e) {
      throw new CmpRejection(
          CmpFailure.BAD_CERT_TEMPLATE,
          "certification request: is not well-formed CRMF (RFC 4211 §3); make a new one");
    }
  }

  /** What is asked for, whoever signed it. */
  public static RequestedContent content(byte[] der) throws IOException {
    try {
      CertTemplate template =
          CertReqMsg.getInstance(Asn1.parse(der)).getCertReq().getCertTemplate();
      return new RequestedContent(mailboxes(template), use(template), null, Optional.empty());
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed CRMF (RFC 4211 §3)", e);
    }
  }

  /** The certificate that is to be updated (oldCertId, RFC 4211 §6.5). */
  static Optional<CmpCertificateId> former(CertRequest request) throws IOException {
    if (request.getControls() == null) {
      return Optional.empty();
    }
    for (AttributeTypeAndValue control : request.getControls().toAttributeTypeAndValueArray()) {
      if (control.getType().equals(CRMFObjectIdentifiers.id_regCtrl_oldCertID)) {
        CertId id = CertId.getInstance(control.getValue());
        if (id.getIssuer().getTagNo() != GeneralName.directoryName) {
          throw new IOException("oldCertId without a name");
        }
        return Optional.of(
            new CmpCertificateId(
                id.getIssuer().getName().toASN1Primitive().getEncoded(),
                id.getSerialNumber().getValue()));
      }
    }
    return Optional.empty();
  }

  private static void requirePossession(CertReqMsg message, PublicKey key)
      throws IOException, CmpRejection {
    ProofOfPossession proof = message.getPop();
    if (proof == null || proof.getType() != ProofOfPossession.TYPE_SIGNING_KEY) {
      throw new CmpRejection(
          CmpFailure.BAD_POP,
          "certification request: proves possession by no signature (RFC 9483 §4.1.1); sign it,"
              + " or, for a key that cannot sign, use the portal or EST");
    }
    if (!isSigned(message, POPOSigningKey.getInstance(proof.getObject()), key)) {
      throw new CmpRejection(
          CmpFailure.BAD_POP,
          "certification request: has a signature that does not hold (RFC 4211 §4.1); make a new"
              + " one with its key");
    }
  }

  /**
   * Whether the request is signed by its own key (RFC 4211 §4.1).
   *
   * @throws IOException saying in a phrase why that cannot be looked at
   */
  static boolean isSigned(CertReqMsg message, POPOSigningKey proof, PublicKey key)
      throws IOException {
    byte[] signed = message.getCertReq().getEncoded("DER");
    if (proof.getPoposkInput() != null) { // RFC 4211 §4.1: subject or key is not in the template
      if (proof.getPoposkInput().getSender() == null) {
        throw new IOException("proves possession by a secret that is not known (RFC 4211 §4.1)");
      }
      byte[] stated = proof.getPoposkInput().getPublicKey().getEncoded("DER");
      byte[] wanted = message.getCertReq().getCertTemplate().getPublicKey().getEncoded("DER");
      if (!Arrays.equals(stated, wanted)) {
        throw new IOException("proves possession of another key (RFC 4211 §4.1)");
      }
      signed = proof.getPoposkInput().getEncoded("DER");
    }
    return Signing.holds(
        key, proof.getAlgorithmIdentifier(), signed, proof.getSignature().getOctets());
  }

  /** The addresses that a template asks for, malformed ones left out. */
  static List<Mailbox> mailboxes(CertTemplate template) throws IOException {
    List<Mailbox> found = new ArrayList<>();
    if (template.getExtensions() != null) {
      Extension names = template.getExtensions().getExtension(Extension.subjectAlternativeName);
      if (names != null) {
        found.addAll(Extensions.mailboxes(names.getExtnValue().getOctets()));
      }
    }
    if (template.getSubject() != null) {
      Extensions.mailboxesOfName(template.getSubject().getEncoded()).stream()
          .filter(mailbox -> !found.contains(mailbox))
          .forEach(found::add);
    }
    return found;
  }

  private static RequestedContent.RequestedUse use(CertTemplate template) {
    return use(
        template.getExtensions() == null
            ? null
            : KeyUsage.fromExtensions(template.getExtensions()));
  }

  /** What a key usage that is asked for comes to. */
  static RequestedContent.RequestedUse use(@Nullable KeyUsage usage) {
    Set<Certificate.Use> uses = EnumSet.noneOf(Certificate.Use.class);
    for (Certificate.Use use : Certificate.Use.values()) {
      if (usage != null && usage.hasUsages(CertificateDraft.bit(use))) {
        uses.add(use);
      }
    }
    return RequestedContent.RequestedUse.of(uses);
  }
}
