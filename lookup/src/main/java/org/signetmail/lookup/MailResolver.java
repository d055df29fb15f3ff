package org.signetmail.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.signetmail.enrolment.acme.MailCaa;
import org.signetmail.gateway.DnsAnswer;
import org.signetmail.gateway.DnsAnswer.Assurance;
import org.signetmail.gateway.DnsAnswer.Existence;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.MailExchange;
import org.signetmail.gateway.TlsAssociation;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks a resolver what mail needs to know: MX, addresses, TLSA, CAA and texts.
 *
 * <p>An answer is secure only when it comes from a resolver that is believed and says that it
 * checked DNSSEC (the AD bit, RFC 4035 §3.2.3). So such a resolver must be one's own, one that
 * validates, and the way to it must be out of reach for others: on this machine, best. Aliases are
 * followed by the resolver; answers are held to a number of records. Nothing is kept here: that is
 * the resolver's work. Safe for use by many threads.
 */
public final class MailResolver implements MailDns, MailCaa {
  private static final int MOST_RECORDS = 100;
  private static final int MOST_ALIASES = 10;
  private static final int UDP_PAYLOAD = 1232; // octets that pass unfragmented; more goes by TCP
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

  private final Resolver resolver;
  private final boolean believed;

  private MailResolver(Resolver resolver, Duration answerWithin, boolean believed) {
    this.resolver = resolver;
    this.believed = believed;
    resolver.setTimeout(answerWithin);
    resolver.setEDNS(0, UDP_PAYLOAD, ExtendedFlags.DO, List.of());
  }

  /** A resolver that validates DNSSEC, and is trusted to say so. */
  public static MailResolver believing(InetSocketAddress resolver, Duration answerWithin) {
    return new MailResolver(new SimpleResolver(resolver), answerWithin, true);
  }

  /** The resolvers of this machine's configuration, none of whose answers is secure. */
  public static MailResolver ofPlatform(Duration answerWithin) {
    return new MailResolver(new ExtendedResolver(), answerWithin, false);
  }

  @Override
  public DnsAnswer<MailExchange> exchanges(String domain) throws IOException {
    return ask(
        domain,
        Type.MX,
        record ->
            record instanceof MXRecord mx
                ? Optional.of(new MailExchange(mx.getPriority(), text(mx.getTarget())))
                : Optional.empty());
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host) throws IOException {
    DnsAnswer<InetAddress> four =
        ask(
            host,
            Type.A,
            record -> record instanceof ARecord a ? Optional.of(a.getAddress()) : Optional.empty());
    if (four.existence() == Existence.NO_NAME) {
      return four;
    }
    DnsAnswer<InetAddress> six =
        ask(
            host,
            Type.AAAA,
            record ->
                record instanceof AAAARecord a ? Optional.of(a.getAddress()) : Optional.empty());
    return new DnsAnswer<>(
        Existence.NAME,
        Stream.concat(four.records().stream(), six.records().stream()).toList(),
        four.isSecure() && six.isSecure() ? Assurance.SECURE : Assurance.INSECURE,
        four.canonical(),
        four.life().compareTo(six.life()) < 0 ? four.life() : six.life());
  }

  @Override
  public DnsAnswer<TlsAssociation> associations(String host, int port) throws IOException {
    return ask(
        "_" + port + "._tcp." + host,
        Type.TLSA,
        record ->
            record instanceof TLSARecord tlsa
                ? Optional.of(
                    new TlsAssociation(
                        tlsa.getCertificateUsage(),
                        tlsa.getSelector(),
                        tlsa.getMatchingType(),
                        tlsa.getCertificateAssociationData()))
                : Optional.empty());
  }

  @Override
  public DnsAnswer<String> texts(String name) throws IOException {
    return ask(
        name,
        Type.TXT,
        record ->
            record instanceof TXTRecord txt
                ? Optional.of(String.join("", txt.getStrings()))
                : Optional.empty());
  }

  @Override
  public List<Property> at(String domain) throws IOException {
    return ask(
            domain,
            Type.CAA,
            record ->
                record instanceof CAARecord caa
                    ? Optional.of(
                        new Property(
                            caa.getFlags(), caa.getTag().toLowerCase(Locale.ROOT), caa.getValue()))
                    : Optional.empty())
        .records();
  }

  private <T> DnsAnswer<T> ask(String name, int type, Function<Record, Optional<T>> reading)
      throws IOException {
    Name question = name(name);
    Message query = Message.newQuery(Record.newRecord(question, type, DClass.IN));
    query.getHeader().setFlag(Flags.AD);
    Message answer;
    try {
      answer = resolver.send(query);
    } catch (IOException e) {
      throw new IOException("DNS gave no answer for " + Type.string(type) + " of " + name, e);
    }
    int code = answer.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      throw new IOException(
          "DNS answered " + Rcode.string(code) + " for " + Type.string(type) + " of " + name);
    }
    List<Record> section = answer.getSection(Section.ANSWER);
    Name canonical = canonical(question, section);
    List<T> found = new ArrayList<>();
    long life = Long.MAX_VALUE;
    for (Record record : section) {
      if (record.getType() == type
          && record.getName().equals(canonical)
          && found.size() < MOST_RECORDS) {
        reading.apply(record).ifPresent(found::add);
        life = Math.min(life, record.getTTL());
      }
    }
    return new DnsAnswer<>(
        code == Rcode.NXDOMAIN ? Existence.NO_NAME : Existence.NAME,
        found,
        believed && answer.getHeader().getFlag(Flags.AD) ? Assurance.SECURE : Assurance.INSECURE,
        text(canonical),
        life == Long.MAX_VALUE
            ? SHORTEST_LIFE
            : Duration.ofSeconds(Math.max(life, SHORTEST_LIFE.toSeconds())));
  }

  private static Name canonical(Name question, List<Record> section) {
    Name name = question;
    for (int i = 0; i < MOST_ALIASES; i++) {
      Name from = name;
      Optional<Name> target =
          section.stream()
              .filter(record -> record instanceof CNAMERecord && record.getName().equals(from))
              .map(record -> ((CNAMERecord) record).getTarget())
              .findFirst();
      if (target.isEmpty()) {
        return name;
      }
      name = target.get();
    }
    return name;
  }

  private static Name name(String text) throws UnknownHostException {
    try {
      return text.isEmpty() ? Name.root : Name.fromString(text + ".");
    } catch (TextParseException e) {
      throw new UnknownHostException("'" + text + "' is no name for DNS (RFC 1035 §2.3.1)");
    }
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
  }
}
