package org.signetmail.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A parser, what is to hold of it for every input, and small inputs to begin with. {@link #run}
 * throws nothing for anything that a stranger could send: what it throws is a finding.
 */
@SuppressWarnings("ImmutableEnumChecker") // references to methods have no state
public enum Target {
  /** A message as it comes in: opened, verified, judged. */
  MESSAGE(Messages::read, () -> Messages.SEEDS),

  /** The CMS within a message: signed, enveloped, authenticated, compressed. */
  CMS(Messages::readCms, Messages::cmsSeeds),

  /** What is encrypted within a mail that is not. */
  ATTACHED(Messages::findAttached, Messages::attachedSeeds),

  /** The header of a protected message, with our signature put around it. */
  HEADER_PROTECTION(Messages::readProtected, Messages::protectedSeeds),

  /** Header fields, addresses, content types, encoded words, mailboxes. */
  MIME(Texts::read, () -> Texts.SEEDS),

  /** A certificate, and the path that it is made part of. */
  CERTIFICATE(Evidence::certificate, Evidence::certificates),

  /** A revocation list, and what it does to a path. */
  CRL(Evidence::list, Evidence::lists),

  /** An OCSP response, and what it does to a path. */
  OCSP(Evidence::response, Evidence::responses),

  /** Evidence in a file: a signature with its time stamps, certificates and status. */
  LONG_TERM(LongTerm::read, () -> LongTerm.SEEDS),

  /** Keys and certificates in files: PKCS#12, PKCS#8, PEM of every kind, PKCS#10. */
  KEY_FILE(KeyFiles::read, () -> KeyFiles.SEEDS),

  /** Keys that others sealed for an archive: CRMF requests, recovery blobs, what is in them. */
  SEALED_KEY(SealedKeyFiles::read, () -> SealedKeyFiles.SEEDS),

  /** What a SCEP client sends, and what is in it. */
  SCEP(ScepMessages::read, () -> ScepMessages.SEEDS),

  /** What a CMP client sends, and what is in it. */
  CMP(CmpMessages::read, () -> CmpMessages.SEEDS),

  /** What a backup says of itself, and of what is in it. */
  BACKUP_MANIFEST(BackupFiles::manifest, () -> BackupFiles.MANIFESTS),

  /** A backup as a file, verified without keys. */
  BACKUP_FILE(BackupFiles::file, () -> BackupFiles.SEEDS),

  /** What a domain publishes about the servers that take its mail (MTA-STS). */
  STS_POLICY(StsPolicies::read, () -> StsPolicies.SEEDS),

  /** A mail to the address that opens old mail, and a report about mail that was opened. */
  HANDED_IN(HandedIn::read, () -> HandedIn.SEEDS),

  /** A form that a browser posts. */
  FORM(Forms::read, () -> Forms.SEEDS),

  /** A form with a file that a browser posts. */
  UPLOAD(Forms::readUpload, () -> Forms.UPLOADS),

  /** A request to the ACME server, as it is signed. */
  ACME_REQUEST(AcmeInput::request, () -> AcmeInput.REQUEST_SEEDS),

  /** A mail that answers a challenge of the ACME server. */
  ACME_ANSWER(AcmeInput::answer, () -> AcmeInput.ANSWER_SEEDS),

  /** What a domain says of who may issue for its mailboxes (CAA issuemail). */
  CAA_VALUE(AcmeInput::caa, () -> AcmeInput.CAA_SEEDS),

  /** What a proxy says of its client before anything else. */
  PROXY_HEADER(SmtpLines::proxy, () -> SmtpLines.PROXY_SEEDS),

  /** A line that an SMTP client sends: commands with their paths, XCLIENT, XFORWARD, logins. */
  SMTP_LINE(SmtpLines::line, () -> SmtpLines.SEEDS),

  /** A search filter that comes over LDAP. */
  LDAP_FILTER(DirectoryQuestions::read, DirectoryQuestions::seeds);

  private final Consumer<byte[]> parser;
  private final Supplier<Map<String, byte[]>> seeds;

  Target(Consumer<byte[]> parser, Supplier<Map<String, byte[]>> seeds) {
    this.parser = parser;
    this.seeds = seeds;
  }

  void run(byte[] input) {
    parser.accept(input);
  }

  /** By a name for the file. */
  Map<String, byte[]> seeds() {
    return seeds.get();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Map<String, byte[]> sorted() {
    return new TreeMap<>();
  }
}
