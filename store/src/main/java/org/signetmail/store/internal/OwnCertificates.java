package org.signetmail.store.internal;

import java.util.List;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * The certificates of people that this organisation issued, by any mailbox they name. Those of
 * officers and services are not among them: nobody is to send mail to these keys.
 */
public final class OwnCertificates implements CertificateSource {
  private final Database database;

  public OwnCertificates(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "own store";
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) {
    return database.read(session ->
        session.query(
            "SELECT c.der FROM certificate_mailbox m"
                + " JOIN certificate c ON c.log_index = m.certificate"
                + " WHERE m.mailbox_key = ?"
                + " AND c.kind IN ('PERSON_SIGNING', 'PERSON_ENCRYPTION')"
                + " ORDER BY c.log_index DESC",
            row -> row.certificate("der"),
            mailbox.key()));
  }
}
