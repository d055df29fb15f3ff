package org.signetmail.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A parser, what is to hold of it for every input, and small inputs to begin with. {@link #run}
 * throws nothing for anything that a stranger could send: what it throws is a finding.
 */
public enum Target {
  /** A message as it comes in: opened, verified, judged. */
  MESSAGE {
    @Override
    void run(byte[] input) {
      Messages.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Messages.SEEDS;
    }
  },

  /** The CMS within a message: signed, enveloped, authenticated, compressed. */
  CMS {
    @Override
    void run(byte[] input) {
      Messages.readCms(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Messages.cmsSeeds();
    }
  },

  /** What is encrypted within a mail that is not. */
  ATTACHED {
    @Override
    void run(byte[] input) {
      Messages.findAttached(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Messages.attachedSeeds();
    }
  },

  /** The header of a protected message, with our signature put around it. */
  HEADER_PROTECTION {
    @Override
    void run(byte[] input) {
      Messages.readProtected(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Messages.protectedSeeds();
    }
  },

  /** Header fields, addresses, content types, encoded words, mailboxes. */
  MIME {
    @Override
    void run(byte[] input) {
      Texts.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Texts.SEEDS;
    }
  },

  /** A certificate, and the path that it is made part of. */
  CERTIFICATE {
    @Override
    void run(byte[] input) {
      Evidence.certificate(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Evidence.certificates();
    }
  },

  /** A revocation list, and what it does to a path. */
  CRL {
    @Override
    void run(byte[] input) {
      Evidence.list(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Evidence.lists();
    }
  },

  /** An OCSP response, and what it does to a path. */
  OCSP {
    @Override
    void run(byte[] input) {
      Evidence.response(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Evidence.responses();
    }
  },

  /** Evidence in a file: a signature with its time stamps, certificates and status. */
  LONG_TERM {
    @Override
    void run(byte[] input) {
      LongTerm.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return LongTerm.SEEDS;
    }
  },

  /** Keys and certificates in files: PKCS#12, PKCS#8, PEM of every kind, PKCS#10. */
  KEY_FILE {
    @Override
    void run(byte[] input) {
      KeyFiles.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return KeyFiles.SEEDS;
    }
  },

  /** Keys that others sealed for an archive: CRMF requests, recovery blobs, what is in them. */
  SEALED_KEY {
    @Override
    void run(byte[] input) {
      SealedKeyFiles.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return SealedKeyFiles.SEEDS;
    }
  },

  /** What a SCEP client sends, and what is in it. */
  SCEP {
    @Override
    void run(byte[] input) {
      ScepMessages.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return ScepMessages.SEEDS;
    }
  },

  /** What a CMP client sends, and what is in it. */
  CMP {
    @Override
    void run(byte[] input) {
      CmpMessages.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return CmpMessages.SEEDS;
    }
  },

  /** What a backup says of itself, and of what is in it. */
  BACKUP_MANIFEST {
    @Override
    void run(byte[] input) {
      BackupFiles.manifest(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return BackupFiles.MANIFESTS;
    }
  },

  /** A backup as a file, verified without keys. */
  BACKUP_FILE {
    @Override
    void run(byte[] input) {
      BackupFiles.file(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return BackupFiles.SEEDS;
    }
  },

  /** What a domain publishes about the servers that take its mail (MTA-STS). */
  STS_POLICY {
    @Override
    void run(byte[] input) {
      StsPolicies.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return StsPolicies.SEEDS;
    }
  },

  /** A mail to the address that opens old mail, and a report about mail that was opened. */
  HANDED_IN {
    @Override
    void run(byte[] input) {
      HandedIn.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return HandedIn.SEEDS;
    }
  },

  /** A form that a browser posts. */
  FORM {
    @Override
    void run(byte[] input) {
      Forms.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Forms.SEEDS;
    }
  },

  /** A form with a file that a browser posts. */
  UPLOAD {
    @Override
    void run(byte[] input) {
      Forms.readUpload(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return Forms.UPLOADS;
    }
  },

  /** A request to the ACME server, as it is signed. */
  ACME_REQUEST {
    @Override
    void run(byte[] input) {
      AcmeInput.request(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return AcmeInput.REQUEST_SEEDS;
    }
  },

  /** A mail that answers a challenge of the ACME server. */
  ACME_ANSWER {
    @Override
    void run(byte[] input) {
      AcmeInput.answer(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return AcmeInput.ANSWER_SEEDS;
    }
  },

  /** What a domain says of who may issue for its mailboxes (CAA issuemail). */
  CAA_VALUE {
    @Override
    void run(byte[] input) {
      AcmeInput.caa(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return AcmeInput.CAA_SEEDS;
    }
  },

  /** What a proxy says of its client before anything else. */
  PROXY_HEADER {
    @Override
    void run(byte[] input) {
      SmtpLines.proxy(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return SmtpLines.PROXY_SEEDS;
    }
  },

  /** A line that an SMTP client sends: commands with their paths, XCLIENT, XFORWARD, logins. */
  SMTP_LINE {
    @Override
    void run(byte[] input) {
      SmtpLines.line(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return SmtpLines.SEEDS;
    }
  },

  /** A search filter that comes over LDAP. */
  LDAP_FILTER {
    @Override
    void run(byte[] input) {
      DirectoryQuestions.read(input);
    }

    @Override
    Map<String, byte[]> seeds() {
      return DirectoryQuestions.seeds();
    }
  };

  abstract void run(byte[] input);

  /** By a name for the file. */
  abstract Map<String, byte[]> seeds();

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Map<String, byte[]> sorted() {
    return new TreeMap<>();
  }
}
