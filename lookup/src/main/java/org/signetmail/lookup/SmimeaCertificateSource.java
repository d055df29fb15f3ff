package org.signetmail.lookup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SMIMEARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Finds certificates in DNS: SMIMEA records (RFC 8162) that hold a whole certificate.
 *
 * <p>An answer counts only when the resolver says that it checked DNSSEC (the AD bit, RFC 4035
 * §3.2.3); any other is as if there were none. So the resolver must be one's own, one that
 * validates, and the way to it must be out of reach for others: on this machine, best. The record's
 * claim to be trusted is not taken: a certificate is found here, and trusted elsewhere or not.
 *
 * <p>Safe for use by many threads.
 */
public final class SmimeaCertificateSource implements CertificateSource {
  private static final int FULL_CERTIFICATE = 0; // selector, RFC 6698 §2.1.2
  private static final int EXACT_MATCH = 0; // matching type, RFC 6698 §2.1.3
  private static final int UDP_PAYLOAD = 1232; // octets that pass unfragmented; more goes by TCP

  private final String name;
  private final SimpleResolver resolver;

  /**
   * A source over a resolver.
   *
   * @param resolver validates DNSSEC, and is trusted to say so
   */
  public SmimeaCertificateSource(String name, InetSocketAddress resolver, Duration answerWithin) {
    this.name = name;
    this.resolver = new SimpleResolver(resolver);
    this.resolver.setTimeout(answerWithin);
    this.resolver.setEDNS(0, UDP_PAYLOAD, ExtendedFlags.DO, List.of());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) throws IOException {
    Message query =
        Message.newQuery(
            Record.newRecord(Name.fromString(SmimeaName.of(mailbox)), Type.SMIMEA, DClass.IN));
    query.getHeader().setFlag(Flags.AD);
    Message answer = resolver.send(query);
    return switch (answer.getRcode()) {
      case Rcode.NXDOMAIN -> List.of();
      case Rcode.NOERROR -> answer.getHeader().getFlag(Flags.AD) ? certificates(answer) : List.of();
      default ->
          throw new IOException(
              "resolver "
                  + resolver.getAddress()
                  + ": answered "
                  + Rcode.string(answer.getRcode())
                  + " for "
                  + mailbox.domain());
    };
  }

  private static List<Certificate> certificates(Message answer) {
    List<Certificate> found = new ArrayList<>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof SMIMEARecord smimea
          && smimea.getSelector() == FULL_CERTIFICATE
          && smimea.getMatchingType() == EXACT_MATCH) {
        try {
          found.add(Certificate.of(smimea.getCertificateAssociationData()));
        } catch (IOException e) {
          // Not a certificate after all: then nothing was found in this record.
        }
      }
    }
    return found;
  }
}
