package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;

/** The DER of a {@link CertificationRequest}. */
public final class RequestForm {
  private static final int LARGEST = 256 << 10; // octets

  private RequestForm() {}

  public static byte[] make(SigningKey key, String commonName, Mailbox mailbox) throws IOException {
    return make(key, commonName, mailbox, new ExtensionsGenerator());
  }

  /**
   * With the key usages that are wanted and no other (RFC 8823 §3.3).
   *
   * @param signer the private key of this public key, whatever it is for
   * @param uses bits of {@link KeyUsage}
   */
  public static byte[] make(SigningKey signer, String commonName, Mailbox mailbox, int uses)
      throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(uses));
    return make(signer, commonName, mailbox, extensions);
  }

  private static byte[] make(
      SigningKey key, String commonName, Mailbox mailbox, ExtensionsGenerator extensions)
      throws IOException {
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(CertificateDraft.generalName(mailbox)));
    return built(
        key,
        CertificateDraft.name(new ToBeSigned.SubjectName(commonName, Optional.empty())),
        extensions);
  }

  /** A request for a certificate that only signs. */
  public static byte[] makeForSigning(SigningKey key, String commonName, Mailbox mailbox)
      throws IOException {
    return make(key, commonName, mailbox, KeyUsage.digitalSignature);
  }

  /** A request for a certificate that mail is encrypted to, and nothing else. */
  public static byte[] makeForEncryption(EncryptionKey key, String commonName, Mailbox mailbox)
      throws IOException {
    SigningKey possession =
        new SigningKey(key.privateKey(SecretAccess.TOKEN), key.publicKey()); // RFC 2986 §3
    boolean isRsa = key.publicKey() instanceof RSAPublicKey;
    return make(
        possession, commonName, mailbox, isRsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement);
  }

  /** Under the names of a present certificate, for a key that signs. */
  public static byte[] makeForRenewal(SigningKey key, Certificate present) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    byte[] names = present.x509().getExtensionValue(Extension.subjectAlternativeName.getId());
    if (names != null) {
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          ASN1OctetString.getInstance(names).getOctets()); // as it stands there
    }
    return built(key, X500Name.getInstance(present.subjectDer()), extensions);
  }

  private static byte[] built(SigningKey key, X500Name subject, ExtensionsGenerator extensions)
      throws IOException {
    return new PKCS10CertificationRequestBuilder(
            subject, SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
        .build(Signing.contentSigner(key))
        .getEncoded();
  }

  /** With the extensions that an issuing authority has (RFC 5280 §4.2.1.2, §4.2.1.3, §4.2.1.9). */
  public static byte[] makeForAuthority(SigningKey key, Certificate present) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    extensions.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    byte[] identifier =
        present
            .subjectKeyIdentifier()
            .orElseGet(() -> CertificateDraft.keyIdentifier(key.publicKey()));
    extensions.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
    return built(key, X500Name.getInstance(present.subjectDer()), extensions);
  }

  public static CertificationRequest parse(byte[] bytes) throws IOException {
    byte[] der = der(bytes);
    try {
      PKCS10CertificationRequest request =
          new PKCS10CertificationRequest(Asn1.parse(der).getEncoded());
      PublicKey key = PublicKeys.of(request.getSubjectPublicKeyInfo().getEncoded());
      org.bouncycastle.asn1.pkcs.CertificationRequest form = request.toASN1Structure();
      if (!Signing.holds(
          key,
          form.getSignatureAlgorithm(),
          DerCursor.firstWithin(der),
          form.getSignature().getOctets())) {
        throw new IOException("has a signature that does not hold (RFC 2986 §4.2)");
      }
      byte[] subject = request.getSubject().getEncoded();
      return new CertificationRequest(
          der, key, new X500Principal(subject).getName(), mailboxes(request, subject));
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed PKCS#10 (RFC 2986 §4)", e);
    }
  }

  /** What is asked for, whoever signed it. */
  public static RequestedContent content(byte[] bytes) throws IOException {
    try {
      PKCS10CertificationRequest request =
          new PKCS10CertificationRequest(Asn1.parse(der(bytes)).getEncoded());
      return new RequestedContent(
          mailboxes(request, request.getSubject().getEncoded()),
          use(request),
          RequestedAttributes.password(request),
          RequestedAttributes.wrappingKey(request));
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed PKCS#10 (RFC 2986 §4)", e);
    }
  }

  private static RequestedContent.RequestedUse use(PKCS10CertificationRequest request) {
    var extensions = request.getRequestedExtensions();
    return CrmfForm.use(extensions == null ? null : KeyUsage.fromExtensions(extensions));
  }

  private static byte[] der(byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) {
      throw new IOException("is larger than " + LARGEST + " octets");
    }
    if (!Pem.isPem(bytes)) {
      return bytes;
    }
    return Pem.read(bytes).stream()
        .filter(block -> block.type().endsWith("CERTIFICATE REQUEST"))
        .findFirst()
        .orElseThrow(() -> new IOException(FileKind.of(bytes).wanted("a certification request")))
        .bytes();
  }

  private static List<Mailbox> mailboxes(PKCS10CertificationRequest request, byte[] subject)
      throws IOException {
    List<Mailbox> found = new ArrayList<>();
    var extensions = request.getRequestedExtensions();
    if (extensions != null) {
      Extension names = extensions.getExtension(Extension.subjectAlternativeName);
      if (names != null) {
        found.addAll(Extensions.mailboxes(names.getExtnValue().getOctets()));
      }
    }
    for (Mailbox mailbox : Extensions.mailboxesOfName(subject)) {
      if (!found.contains(mailbox)) {
        found.add(mailbox);
      }
    }
    return found;
  }
}
