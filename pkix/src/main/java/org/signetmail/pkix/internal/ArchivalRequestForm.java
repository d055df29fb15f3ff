package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.EncKeyWithID;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.ArchivalRequest.SealedKey;
import org.signetmail.pkix.EncKeyWithId;
import org.signetmail.pkix.Mailbox;

/** Reads CRMF (RFC 4211), as far as an archive needs it. */
public final class ArchivalRequestForm {
  private static final int LARGEST = 1 << 20; // octets
  private static final int MOST = 100; // messages

  private ArchivalRequestForm() {}

  public static boolean isLike(byte[] bytes) {
    try {
      return bytes.length <= LARGEST
          && Asn1.parse(der(bytes)) instanceof ASN1Sequence all
          && isMessage(all.size() > 0 && isMessage(all.getObjectAt(0)) ? all.getObjectAt(0) : all);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  public static List<ArchivalRequest> read(byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) {
      throw new IOException("is larger than " + LARGEST + " octets");
    }
    ASN1Primitive whole = Asn1.parse(der(bytes));
    try {
      ASN1Sequence all = ASN1Sequence.getInstance(whole);
      List<ASN1Encodable> messages = isMessage(all) ? List.of(all) : List.of(all.toArray());
      if (messages.isEmpty() || messages.size() > MOST) {
        throw new IOException(
            "holds " + messages.size() + " requests; 1 to " + MOST + " are read at once");
      }
      List<ArchivalRequest> requests = new ArrayList<>();
      for (ASN1Encodable message : messages) {
        requests.add(request(CertReqMsg.getInstance(message)));
      }
      return requests;
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed CRMF (RFC 4211 §3)", e);
    }
  }

  public static EncKeyWithId key(byte[] der) throws IOException {
    ASN1Primitive value = Asn1.parse(der);
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(value);
      if (sequence.getObjectAt(0) instanceof ASN1Integer) { // a bare PrivateKeyInfo
        return new EncKeyWithId(der.clone(), Optional.empty());
      }
      EncKeyWithID key = EncKeyWithID.getInstance(sequence);
      PrivateKeyInfo info = key.getPrivateKey();
      return new EncKeyWithId(
          info.getEncoded("DER"), key.hasIdentifier() ? owner(key) : Optional.empty());
    } catch (RuntimeException e) {
      throw new IOException("is not a private key with its owner's name (RFC 4211 §4.2)", e);
    }
  }

  private static Optional<Mailbox> owner(EncKeyWithID key) throws IOException {
    if (key.isIdentifierUTF8String()) {
      String name = ASN1UTF8String.getInstance(key.getIdentifier()).getString();
      try {
        return Optional.of(Mailbox.of(name));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    GeneralName name = GeneralName.getInstance(key.getIdentifier());
    List<Mailbox> named =
        name.getTagNo() == GeneralName.directoryName
            ? Extensions.mailboxesOfName(name.getName().toASN1Primitive().getEncoded())
            : Extensions.mailboxes(new GeneralNames(name).getEncoded());
    return named.stream().findFirst();
  }

  private static ArchivalRequest request(CertReqMsg message) throws IOException {
    CertTemplate template = message.getCertReq().getCertTemplate();
    if (template.getPublicKey() == null) {
      throw new IOException("asks for a key instead of bringing one (RFC 4211 §6.4)");
    }
    PublicKey key = PublicKeys.of(template.getPublicKey().getEncoded());
    return new ArchivalRequest(
        key,
        CrmfForm.mailboxes(template),
        use(template),
        possession(message, key),
        sealedKey(message));
  }

  private static ArchivalRequest.Use use(CertTemplate template) {
    KeyUsage usage =
        template.getExtensions() == null ? null : KeyUsage.fromExtensions(template.getExtensions());
    boolean signs =
        usage != null
            && (usage.hasUsages(KeyUsage.digitalSignature)
                || usage.hasUsages(KeyUsage.nonRepudiation)
                || usage.hasUsages(KeyUsage.keyCertSign)
                || usage.hasUsages(KeyUsage.cRLSign));
    return signs ? ArchivalRequest.Use.SIGNING : ArchivalRequest.Use.ENCRYPTION;
  }

  /** What proves possession, checked as far as it can be now (RFC 4211 §4). */
  private static ArchivalRequest.Possession possession(CertReqMsg message, PublicKey key)
      throws IOException {
    ProofOfPossession proof = message.getPop();
    if (proof == null) {
      return ArchivalRequest.Possession.BY_THE_SEALED_KEY;
    }
    return switch (proof.getType()) {
      case ProofOfPossession.TYPE_SIGNING_KEY -> {
        requireSigned(message, POPOSigningKey.getInstance(proof.getObject()), key);
        yield ArchivalRequest.Possession.SIGNED;
      }
      case ProofOfPossession.TYPE_KEY_ENCIPHERMENT, ProofOfPossession.TYPE_KEY_AGREEMENT ->
          ArchivalRequest.Possession.BY_THE_SEALED_KEY;
      default -> throw new IOException("says that somebody else checked it (RFC 4211 §4)");
    };
  }

  private static void requireSigned(CertReqMsg message, POPOSigningKey proof, PublicKey key)
      throws IOException {
    if (!CrmfForm.isSigned(message, proof, key)) {
      throw new IOException("has a signature that does not hold (RFC 4211 §4.1)");
    }
  }

  private static SealedKey sealedKey(CertReqMsg message) throws IOException {
    if (message.getCertReq().getControls() != null) {
      for (AttributeTypeAndValue control :
          message.getCertReq().getControls().toAttributeTypeAndValueArray()) {
        if (control.getType().equals(CRMFObjectIdentifiers.id_regCtrl_pkiArchiveOptions)) {
          return sealedKey(PKIArchiveOptions.getInstance(control.getValue()));
        }
      }
    }
    throw new IOException("brings no key for the archive (pkiArchiveOptions, RFC 4211 §6.4)");
  }

  private static SealedKey sealedKey(PKIArchiveOptions options) throws IOException {
    if (options.getType() != PKIArchiveOptions.encryptedPrivKey) {
      throw new IOException("wants a key made for it, and brings none (RFC 4211 §6.4)");
    }
    EncryptedKey key = EncryptedKey.getInstance(options.getValue());
    if (key.isEncryptedValue()) {
      byte[] value = key.getValue().toASN1Primitive().getEncoded("DER");
      EncryptedValueForm.requireReadable(value);
      return new SealedKey.Value(value);
    }
    return new SealedKey.Enveloped(
        new ContentInfo(CMSObjectIdentifiers.envelopedData, key.getValue()).getEncoded("DER"));
  }

  /** A sequence whose first part is a CertRequest: a number, then the template. */
  private static boolean isMessage(ASN1Encodable value) {
    return value.toASN1Primitive() instanceof ASN1Sequence message
        && message.size() >= 1
        && message.getObjectAt(0).toASN1Primitive() instanceof ASN1Sequence request
        && request.size() >= 2
        && request.getObjectAt(0) instanceof ASN1Integer
        && request.getObjectAt(1) instanceof ASN1Sequence template
        && template.size() >= 1
        && template.getObjectAt(0) instanceof ASN1TaggedObject;
  }

  private static byte[] der(byte[] bytes) throws IOException {
    if (!Pem.isPem(bytes)) {
      return bytes;
    }
    return Pem.read(bytes).stream()
        .filter(block -> block.type().endsWith("CERTIFICATE REQUEST"))
        .map(Pem.Block::bytes)
        .findFirst()
        .orElseThrow(() -> new IOException("is PEM of something else"));
  }
}
