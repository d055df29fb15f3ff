package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateQuery.Part;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;

/** By what a certificate is found besides its serial number (RFC 4387 §2.2). */
final class SearchRows {
  private static final String FILL_IN =
      "UPDATE certificate SET name = ?, cert_hash = ?, serial_hash = ?, subject_hash = ?,"
          + " key_hash = ? WHERE log_index = ?";
  private static final int AT_ONCE = 200;

  private SearchRows() {}

  /** The columns of a certificate, in the order of {@link #FILL_IN}. */
  static @Nullable Object[] columns(Certificate certificate) {
    return new @Nullable Object[] {
      certificate.displayName(),
      CertificateQuery.hash(certificate.encoded()),
      CertificateQuery.hash(certificate.issuerAndSerialNumber()),
      CertificateQuery.hash(certificate.subjectDer()),
      certificate.subjectKeyIdentifier().map(CertificateQuery::hash).orElse(null)
    };
  }

  /** For certificates of a time before there were such columns. */
  static void fillIn(Session session) throws SQLException {
    long last = -1;
    while (true) {
      List<@Nullable Object[]> rows =
          session.query(
              "SELECT log_index, der FROM certificate WHERE log_index > ? ORDER BY log_index LIMIT "
                  + AT_ONCE,
              row -> {
                List<@Nullable Object> values =
                    new ArrayList<>(java.util.Arrays.asList(columns(row.certificate("der"))));
                values.add(row.number("log_index"));
                return values.toArray();
              },
              last);
      if (rows.isEmpty()) {
        return;
      }
      session.batch(FILL_IN, rows);
      last = (Long) java.util.Objects.requireNonNull(rows.getLast()[5]);
    }
  }

  /** The condition of a query, over {@code certificate c}. */
  static String condition(CertificateQuery query) {
    return switch (query) {
      case CertificateQuery.OfMailbox _ ->
          "c.log_index IN (SELECT certificate FROM certificate_mailbox WHERE mailbox_key = ?)"
              + " AND c.kind <> '"
              + CertificateProfile.Kind.SEAL.name()
              + "'";
      case CertificateQuery.OfName _ -> "c.name = ?";
      case CertificateQuery.OfIssuer _ -> "c.issuer = ?";
      case CertificateQuery.OfHash(Part part, byte[] _) ->
          switch (part) {
                case CERTIFICATE -> "c.cert_hash";
                case ISSUER_AND_SERIAL -> "c.serial_hash";
                case SUBJECT -> "c.subject_hash";
                case KEY_IDENTIFIER -> "c.key_hash";
              }
              + " = ?";
    };
  }

  /** Its one argument. */
  static Object argument(CertificateQuery query) {
    return switch (query) {
      case CertificateQuery.OfMailbox(var mailbox) -> mailbox.key();
      case CertificateQuery.OfName(String name) -> name;
      case CertificateQuery.OfIssuer(var issuer) -> issuer;
      case CertificateQuery.OfHash(Part _, byte[] hash) -> hash;
    };
  }
}
