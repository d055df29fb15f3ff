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
