package org.signetmail.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.Publication;
import org.signetmail.directory.ListedWords;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/**
 * Fills a SQLite store with encryption certificates quickly: each is the pattern with another
 * serial number, name and mailbox, of the same length, so that its signature does not hold and all
 * else is as it would be. The rows are written beside the store's own way in, which would sign and
 * log each: {@code bench/ca} measures that.
 */
final class DirectoryFill {
  static final String DOMAIN = "example.test";
  private static final int NUMBER = 7; // digits
  private static final int AT_ONCE = 50_000;
  private static final List<String> FIRST =
      List.of("Alice", "Berta", "Carlo", "Diana", "Edgar", "Fiona", "Georg", "Heidi");

  private final byte[] pattern;
  private final int serial;
  private final int name;
  private final int mailbox;
  private final String end;
  private final int first;

  private DirectoryFill(Certificate pattern, int first) {
    this.first = first;
    this.end = pattern.notAfter().toString();
    this.pattern = pattern.encoded();
    byte[] number = pattern.serial().toByteArray();
    this.serial = find(this.pattern, number) + number.length - 8;
    this.name = find(this.pattern, ascii(nameOf(0)));
    this.mailbox = find(this.pattern, ascii(mailboxOf(0)));
  }

  /** An encryption certificate of person 0, as an authority of ours issues it. */
  static Certificate pattern() {
    SecureRandom random = new SecureRandom();
    Instant now = Instant.now();
    Authorities authorities =
        AuthorityCeremony.perform(
            AuthorityCeremony.Plan.of(
                Issuing.NAME, new Publication(URI.create("http://pki.example.test"))),
            random,
            now);
    ToBeSigned tbs =
        new ToBeSigned(
            CertificateProfile.standard(CertificateProfile.Kind.PERSON_ENCRYPTION),
            ToBeSigned.randomSerial(random),
            new ToBeSigned.SubjectName(nameOf(0), Optional.of(Issuing.NAME)),
            KeyPairs.encryption(KeyAlgorithm.P_256, random).publicKey(),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(300)),
            List.of(Mailbox.of(mailboxOf(0))),
            List.of(),
            Optional.of("http://pki.example.test/crl/issuing.crl"),
            Optional.of("http://pki.example.test/ca/issuing.cer"),
            Optional.empty());
    return switch (new CertificateSigner(authorities.issuing()).sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new IllegalStateException(refused.findings().toString());
    };
  }

  static String nameOf(int number) {
    return String.format(
        Locale.ROOT, "%s Example%0" + NUMBER + "d", FIRST.get(number % FIRST.size()), number);
  }

  static String mailboxOf(int number) {
    return String.format(Locale.ROOT, "person%0" + NUMBER + "d@" + DOMAIN, number);
  }

  /**
   * @param pattern of person 0
   * @return in how many seconds
   */
  static double fill(Path database, Certificate pattern, int count) throws Exception {
    return fill(database, pattern, count, 0);
  }

  /**
   * @param first place in the log, after all that are in the store
   */
  static double fill(Path database, Certificate pattern, int count, int first) throws Exception {
    Store.open(StoreUrl.sqlite(database)).close();
    DirectoryFill fill = new DirectoryFill(pattern, first);
    long start = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA foreign_keys = OFF");
      connection.setAutoCommit(false);
      for (int from = 0; from < count; from += AT_ONCE) {
        fill.rows(connection, from, Math.min(count, from + AT_ONCE));
        connection.commit();
      }
      connection.setAutoCommit(true);
      statement.execute("ANALYZE");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** In a receipt's form, with a signature of nobody. */
  private static byte[] receipt() {
    byte[] some = new byte[32];
    return new ArchiveReceipt(
            KeyId.ofSubjectPublicKeyInfo(some),
            Mailbox.of("somebody@example.test"),
            Instant.EPOCH,
            "record",
            3,
            2,
            List.of(some, some, some),
            new byte[72])
        .encoded();
  }

  private void rows(Connection connection, int from, int to) throws Exception {
    byte[] receipt = receipt();
    try (PreparedStatement use =
            connection.prepareStatement("INSERT INTO key_use VALUES (?, 'encryption')");
        PreparedStatement row =
            connection.prepareStatement(
                "INSERT INTO certificate (log_index, issuer, serial, key_id, key_use, kind,"
                    + " owner_key, owner, der, receipt, name, cert_hash, serial_hash, subject_hash,"
                    + " key_hash, not_after)"
                    + " VALUES (?, ?, ?, ?, 'encryption', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement mailboxes =
            connection.prepareStatement("INSERT INTO certificate_mailbox VALUES (?, ?)");
        PreparedStatement words =
            connection.prepareStatement("INSERT INTO directory_word VALUES (?, ?)")) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] issuer = sha256.digest(ascii("issuer"));
      for (int number = from; number < to; number++) {
        byte[] der = der(number);
        Mailbox owner = Mailbox.of(mailboxOf(number));
        byte[] key = sha256.digest(ascii("key" + number));
        use.setBytes(1, key);
        use.addBatch();
        byte[] padded = new byte[20];
        System.arraycopy(der, serial, padded, 12, 8);
        Object[] values = {
          first + number,
          issuer,
          padded,
          key,
          CertificateProfile.Kind.PERSON_ENCRYPTION.name(),
          owner.key(),
          owner.toString(),
          der,
          receipt,
          nameOf(number),
          CertificateQuery.hash(der),
          CertificateQuery.hash(padded),
          CertificateQuery.hash(ascii(nameOf(number))),
          CertificateQuery.hash(key),
          end
        };
        for (int i = 0; i < values.length; i++) {
          row.setObject(i + 1, values[i]);
        }
        row.addBatch();
        mailboxes.setString(1, owner.key());
        mailboxes.setInt(2, first + number);
        mailboxes.addBatch();
        for (String word : ListedWords.of(nameOf(number), owner)) {
          words.setString(1, word);
          words.setString(2, owner.key());
          words.addBatch();
        }
      }
      use.executeBatch();
      row.executeBatch();
      mailboxes.executeBatch();
      words.executeBatch();
    }
  }

  private byte[] der(int number) {
    byte[] der = pattern.clone();
    for (int i = 0; i < 8; i++) {
      der[serial + i] = (byte) ((long) number >>> (8 * (7 - i)));
    }
    byte[] called = ascii(nameOf(number));
    System.arraycopy(called, 0, der, name, called.length);
    byte[] address = ascii(mailboxOf(number));
    for (int at = mailbox; at >= 0; at = findAfter(der, ascii(mailboxOf(0)), at)) {
      System.arraycopy(address, 0, der, at, address.length);
    }
    return der;
  }

  private static int find(byte[] in, byte[] what) {
    int at = findAfter(in, what, -1);
    if (at < 0) {
      throw new IllegalStateException("bench: the pattern does not have what is to be replaced");
    }
    return at;
  }

  private static int findAfter(byte[] in, byte[] what, int after) {
    for (int i = after + 1; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
