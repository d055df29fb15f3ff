package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.smtp.RelaySettings.Tls;

/** What a server must show before it gets mail: DANE (RFC 7672), MTA-STS (RFC 8461), settings. */
@Timeout(120)
class MxTlsTest {
  private static final String MX = "mx.partner.test";
  private static final Function<String, String> WITH_TLS =
      ScriptedHop.offering("PIPELINING", "STARTTLS");
  private static final Function<String, String> WITHOUT = ScriptedHop.offering("PIPELINING");

  private static Authority authority;
  private static Authority others;
  private static Authority.Server good;
  private static Authority.Server expired;
  private static Authority.Server renamed;
  private static Authority.Server foreign;

  @BeforeAll
  static void certify() throws Exception {
    authority = new Authority("Roots");
    others = new Authority("Others");
    good = authority.server(MX);
    expired = authority.server(Duration.ofDays(-1), MX);
    renamed = authority.server("elsewhere.test");
    foreign = others.server(MX);
  }

  private enum Came {
    BY_TLS,
    IN_CLEAR,
    NOWHERE
  }

  /** A record of TLSA: what of which certificate. */
  private record Tlsa(int usage, int selector, int matching, X509Certificate of) {
    byte[] data() throws Exception {
      byte[] selected = selector == 0 ? of.getEncoded() : of.getPublicKey().getEncoded();
      return switch (matching) {
        case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
        case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
        default -> selected;
      };
    }
  }

  private record Dane(String name, SSLContext server, Came came, Tlsa... records) {}

  @Test
  void daneDecidesWhereDnssecSpeaks() throws Exception {
    X509Certificate root = authority.root;
    SSLContext anybody = foreign.context();
    for (Dane one :
        List.of(
            new Dane("3 1 1", good.context(), Came.BY_TLS, new Tlsa(3, 1, 1, good.certificate())),
            new Dane("3 0 1", good.context(), Came.BY_TLS, new Tlsa(3, 0, 1, good.certificate())),
            new Dane("3 0 2", good.context(), Came.BY_TLS, new Tlsa(3, 0, 2, good.certificate())),
            new Dane("3 1 0", good.context(), Came.BY_TLS, new Tlsa(3, 1, 0, good.certificate())),
            new Dane("3 0 0", good.context(), Came.BY_TLS, new Tlsa(3, 0, 0, good.certificate())),
            new Dane(
                "3: dates do not count",
                expired.context(),
                Came.BY_TLS,
                new Tlsa(3, 1, 1, expired.certificate())),
            new Dane(
                "3: names do not count",
                renamed.context(),
                Came.BY_TLS,
                new Tlsa(3, 1, 1, renamed.certificate())),
            new Dane(
                "3: other key",
                good.context(),
                Came.NOWHERE,
                new Tlsa(3, 1, 1, foreign.certificate())),
            new Dane("3: root's key", good.context(), Came.NOWHERE, new Tlsa(3, 1, 1, root)),
            new Dane(
                "one of two",
                good.context(),
                Came.BY_TLS,
                new Tlsa(3, 1, 1, foreign.certificate()),
                new Tlsa(3, 1, 1, good.certificate())),
            new Dane("2 0 1", good.context(), Came.BY_TLS, new Tlsa(2, 0, 1, root)),
            new Dane("2 1 2", good.context(), Came.BY_TLS, new Tlsa(2, 1, 2, root)),
            new Dane(
                "2 0 0, not sent", Authority.alone(good), Came.BY_TLS, new Tlsa(2, 0, 0, root)),
            new Dane(
                "2 1 0, not sent", Authority.alone(good), Came.BY_TLS, new Tlsa(2, 1, 0, root)),
            new Dane(
                "2 0 1, not sent", Authority.alone(good), Came.NOWHERE, new Tlsa(2, 0, 1, root)),
            new Dane("2: other name", renamed.context(), Came.NOWHERE, new Tlsa(2, 0, 1, root)),
            new Dane("2: expired", expired.context(), Came.NOWHERE, new Tlsa(2, 0, 1, root)),
            new Dane("2: other root", anybody, Came.NOWHERE, new Tlsa(2, 0, 1, root)),
            new Dane(
                "2: server's own",
                good.context(),
                Came.NOWHERE,
                new Tlsa(2, 0, 1, good.certificate())),
            new Dane(
                "the strongest digest only",
                good.context(),
                Came.NOWHERE,
                new Tlsa(3, 1, 1, good.certificate()),
                new Tlsa(3, 1, 2, foreign.certificate())),
            new Dane(
                "1: not for SMTP, yet there is TLS",
                anybody,
                Came.BY_TLS,
                new Tlsa(1, 1, 1, good.certificate())),
            new Dane("0: not for SMTP", anybody, Came.BY_TLS, new Tlsa(0, 0, 1, root)),
            new Dane("selector 2", anybody, Came.BY_TLS, new Tlsa(3, 2, 1, good.certificate())),
            new Dane("matching 3", anybody, Came.BY_TLS, new Tlsa(3, 1, 3, good.certificate())),
            new Dane(
                "unusable beside a usable one",
                anybody,
                Came.NOWHERE,
                new Tlsa(1, 1, 1, good.certificate()),
                new Tlsa(3, 1, 1, good.certificate())))) {
      assertEquals(
          one.came,
          came(
              one.server,
              WITH_TLS,
              Tls.IF_OFFERED,
              house -> {
                for (Tlsa record : one.records) {
                  house.zone.tlsa(
                      MX,
                      house.port(),
                      record.usage,
                      record.selector,
                      record.matching,
                      record.data());
                }
              }),
          one.name);
    }
  }

  @Test
  void daneSpeaksOnlyWhereDnssecDoes() throws Exception {
    byte[] other = new Tlsa(3, 1, 1, foreign.certificate()).data();
    Setting mismatch = house -> house.zone.tlsa(MX, house.port(), 3, 1, 1, other);
    record Case(String name, Function<String, String> server, Came came, Setting setting) {}
    for (Case one :
        List.of(
            new Case("all secure", WITH_TLS, Came.NOWHERE, mismatch),
            new Case("no STARTTLS", WITHOUT, Came.NOWHERE, mismatch),
            new Case(
                "MX is insecure",
                WITH_TLS,
                Came.BY_TLS,
                house -> {
                  mismatch.in(house);
                  house.zone.insecure("partner.test");
                }),
            new Case(
                "the address is insecure",
                WITH_TLS,
                Came.BY_TLS,
                house -> {
                  mismatch.in(house);
                  house.zone.insecure(MX);
                }),
            new Case(
                "TLSA is insecure",
                WITH_TLS,
                Came.BY_TLS,
                house -> {
                  mismatch.in(house);
                  house.zone.insecure("_" + house.port() + "._tcp." + MX);
                }),
            new Case(
                "TLSA is forged",
                WITH_TLS,
                Came.NOWHERE,
                house -> house.zone.failing("_" + house.port() + "._tcp." + MX)),
            new Case(
                "unusable, and no STARTTLS",
                WITHOUT,
                Came.NOWHERE,
                house -> house.zone.tlsa(MX, house.port(), 1, 1, 1, other)))) {
      assertEquals(
          one.came, came(good.context(), one.server, Tls.IF_OFFERED, one.setting), one.name);
    }
  }

  @Test
  void behindAnAliasItsEndIsAskedFirst() throws Exception {
    byte[] right = new Tlsa(2, 0, 1, authority.root).data();
    assertEquals(
        Came.BY_TLS,
        came(
            authority.server("end.test").context(),
            WITH_TLS,
            Tls.IF_OFFERED,
            house -> {
              house.zone.without(MX).alias(MX, "end.test").host("end.test", "127.0.0.1");
              house.zone.tlsa("end.test", house.port(), 2, 0, 1, right);
            }));
  }

  private static String policy(String mode, String mx) {
    return "version: STSv1\r\nmode: " + mode + "\r\nmx: " + mx + "\r\nmax_age: 604800\r\n";
  }

  @Test
  void mtaStsDecidesWhereDaneIsSilent() throws Exception {
    String enforce = policy("enforce", MX);
    byte[] right = new Tlsa(3, 1, 1, foreign.certificate()).data();
    record Case(
        String name,
        SSLContext server,
        Function<String, String> script,
        Came came,
        Setting setting) {}
    for (Case one :
        List.of(
            new Case(
                "fits",
                good.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> h.publish("partner.test", enforce)),
            new Case(
                "star",
                good.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> h.publish("partner.test", policy("enforce", "*.partner.test"))),
            new Case(
                "star is one label",
                good.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> h.publish("partner.test", policy("enforce", "*.test"))),
            new Case(
                "other mx",
                good.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> h.publish("partner.test", policy("enforce", "other.test"))),
            new Case(
                "other root",
                foreign.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> h.publish("partner.test", enforce)),
            new Case(
                "other name",
                renamed.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> h.publish("partner.test", enforce)),
            new Case(
                "expired",
                expired.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> h.publish("partner.test", enforce)),
            new Case(
                "no STARTTLS",
                good.context(),
                WITHOUT,
                Came.NOWHERE,
                h -> h.publish("partner.test", enforce)),
            new Case(
                "testing",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> h.publish("partner.test", policy("testing", "other.test"))),
            new Case(
                "testing, in clear",
                foreign.context(),
                WITHOUT,
                Came.IN_CLEAR,
                h -> h.publish("partner.test", policy("testing", "other.test"))),
            new Case(
                "none",
                foreign.context(),
                WITHOUT,
                Came.IN_CLEAR,
                h -> h.publish("partner.test", policy("none", "other.test"))),
            new Case(
                "bad body",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> h.publish("partner.test", "<html>")),
            new Case(
                "not fetched",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> {
                  h.publish("partner.test", enforce);
                  h.published.clear();
                }),
            new Case(
                "two records",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> {
                  h.publish("partner.test", enforce);
                  h.zone.text("_mta-sts.partner.test", "v=STSv1; id=2;");
                }),
            new Case(
                "no record",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> {
                  h.publish("partner.test", enforce);
                  h.zone.without("_mta-sts.partner.test");
                }),
            new Case(
                "DANE is enough",
                foreign.context(),
                WITH_TLS,
                Came.BY_TLS,
                h -> {
                  h.publish("partner.test", policy("enforce", "other.test"));
                  h.zone.tlsa(MX, h.port(), 3, 1, 1, right);
                }),
            new Case(
                "DANE is not overridden",
                good.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> {
                  h.publish("partner.test", enforce);
                  h.zone.tlsa(MX, h.port(), 3, 1, 1, right);
                }),
            new Case(
                "where DANE names nobody",
                foreign.context(),
                WITH_TLS,
                Came.NOWHERE,
                h -> {
                  h.publish("partner.test", enforce);
                  h.zone.tlsa(MX, h.port(), 1, 1, 1, right);
                }))) {
      assertEquals(one.came, came(one.server, one.script, Tls.IF_OFFERED, one.setting), one.name);
    }
  }

  @Test
  void aPolicyThatWasFetchedHoldsForItsTime() throws Exception {
    try (MxHouse house = new MxHouse()) {
      ScriptedHop hop = house.server(1, foreign.context(), WITH_TLS);
      house.zone.mx("partner.test", 1, MX).host(MX, "127.0.0.1");
      house.publish("partner.test", policy("enforce", MX));
      Optional<SSLContext> trust = Optional.of(authority.trusting());
      assertTrue(MxHouse.deliver(house.client(Tls.IF_OFFERED, trust)).startsWith("none: "));
      house.zone.without("_mta-sts.partner.test"); // as who is on the way would have it
      house.published.clear();
      house.now = house.now.plus(Duration.ofDays(6));
      assertTrue(MxHouse.deliver(house.client(Tls.IF_OFFERED, trust)).startsWith("none: "));
      house.restart();
      assertTrue(MxHouse.deliver(house.client(Tls.IF_OFFERED, trust)).startsWith("none: "));
      assertFalse(hop.heard.stream().anyMatch(line -> line.startsWith("MAIL")));
      house.now = house.now.plus(Duration.ofDays(2));
      assertEquals("250 2.0.0 ok", MxHouse.deliver(house.client(Tls.IF_OFFERED, trust)));
      house.zone.text("_mta-sts.partner.test", "v=STSv1; id=2;");
      house.published.put(
          "partner.test", policy("none", MX).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertEquals("250 2.0.0 ok", MxHouse.deliver(house.client(Tls.IF_OFFERED, trust)));
    }
  }

  @Test
  void requiredTlsIsRequiredOfEverybody() throws Exception {
    Setting nothing = house -> {};
    assertEquals(Came.BY_TLS, came(good.context(), WITH_TLS, Tls.REQUIRED, nothing));
    assertEquals(Came.NOWHERE, came(foreign.context(), WITH_TLS, Tls.REQUIRED, nothing));
    assertEquals(Came.NOWHERE, came(good.context(), WITHOUT, Tls.REQUIRED, nothing));
    byte[] unusable = new Tlsa(1, 1, 1, foreign.certificate()).data();
    assertEquals(
        Came.NOWHERE,
        came(
            foreign.context(),
            WITH_TLS,
            Tls.REQUIRED,
            h -> h.zone.tlsa(MX, h.port(), 1, 1, 1, unusable)));
    byte[] own = new Tlsa(3, 1, 1, foreign.certificate()).data();
    assertEquals(
        Came.BY_TLS,
        came(
            foreign.context(),
            WITH_TLS,
            Tls.REQUIRED,
            h -> h.zone.tlsa(MX, h.port(), 3, 1, 1, own)));
  }

  private interface Setting {
    void in(MxHouse house) throws Exception;
  }

  private static Came came(
      SSLContext tls, Function<String, String> script, Tls asked, Setting setting)
      throws Exception {
    try (MxHouse house = new MxHouse()) {
      ScriptedHop hop = house.server(1, tls, script);
      house.zone.mx("partner.test", 1, MX).host(MX, "127.0.0.1");
      setting.in(house);
      String answer = MxHouse.deliver(house.client(asked, Optional.of(authority.trusting())));
      boolean sent = hop.heard.stream().anyMatch(line -> line.startsWith("MAIL"));
      assertEquals(sent, answer.equals("250 2.0.0 ok"), answer);
      return !sent ? Came.NOWHERE : hop.heard.contains("STARTTLS") ? Came.BY_TLS : Came.IN_CLEAR;
    }
  }
}
