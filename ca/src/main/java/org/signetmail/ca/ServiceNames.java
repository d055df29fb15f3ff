package org.signetmail.ca;

import java.util.List;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The names in a certificate of the system itself; which of them its profile wants is checked when
 * it is issued.
 *
 * @param mailboxes of a recovery officer, or of the custodians of a station; else none
 * @param dnsNames of a server; else none
 */
public record ServiceNames(SubjectName subject, List<Mailbox> mailboxes, List<String> dnsNames) {

  public ServiceNames {
    mailboxes = List.copyOf(mailboxes);
    dnsNames = List.copyOf(dnsNames);
  }

  /**
   * A service known by its subject alone: the archive, an OCSP responder, a time-stamp authority.
   */
  public static ServiceNames of(SubjectName subject) {
    return new ServiceNames(subject, List.of(), List.of());
  }

  /** A recovery officer. */
  public static ServiceNames ofOfficer(SubjectName subject, Mailbox mailbox) {
    return new ServiceNames(subject, List.of(mailbox), List.of());
  }

  /** A station of two custodians. */
  public static ServiceNames ofStation(SubjectName subject, List<Mailbox> custodians) {
    return new ServiceNames(subject, custodians, List.of());
  }

  /** A server. */
  public static ServiceNames ofServer(SubjectName subject, List<String> dnsNames) {
    return new ServiceNames(subject, List.of(), dnsNames);
  }
}
