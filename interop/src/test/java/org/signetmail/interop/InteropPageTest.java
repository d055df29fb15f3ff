package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.testkit.Fixtures;

/**
 * {@code docs/interop.md} is printed from the tables that {@link OurMailInTheirSoftwareTest},
 * {@link TheirMailInOursTest} and {@link SecondImplementationTest} hold against the programs
 * themselves: where those are green, the page is true.
 */
final class InteropPageTest {
  private static final String WRITE =
      "SIGNET_WRITE_DOCS=true ./mvnw -q -pl interop -am test -Dtest=InteropPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";
  private static final Path PAGE = Fixtures.repository().resolve("docs/interop.md");
  private static final List<Peer> PEERS = List.of(Peer.values());
  private static final String TOP =
      """
      # Interoperability

      What other people's software makes of our mail, and we of theirs. Each cell is a run of that software in
      the tests of `interop`; one that comes out otherwise fails the build. This page is printed from their tables by
      `%s`.

      `openssl` is OpenSSL 3.0, `gpgsm` GnuPG 2.2, `nss` the NSS of Debian 12 (3.87), `nss-tb` the NSS inside Thunderbird
      153, `thunderbird` that program in its own window. In the tables: **s** the signature is good, **S!** it is not
      accepted, **e** opened, **E!** not opened, – nothing is shown for it.

      """
          .formatted(WRITE);

  @Test
  void thePageSaysWhatTheTablesSay() throws Exception {
    String page = TOP + ourMail() + theirMail() + secondImplementation();
    if ("true".equals(System.getenv("SIGNET_WRITE_DOCS"))) {
      Files.writeString(PAGE, page);
    }
    String now = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(page, now, "docs/interop.md is out of date; write it with: " + WRITE);
  }

  private static String ourMail() {
    DeclaredExceptions exceptions = new DeclaredExceptions("our-mail-exceptions.tsv");
    Set<String> reasons = new LinkedHashSet<>();
    StringBuilder page = new StringBuilder("## Our mail in their software\n\n");
    page.append(row(Stream.concat(Stream.of("form", "signed with", "encrypted to"), words())));
    page.append("|---|---|---|").append(":-:|".repeat(PEERS.size())).append('\n');
    for (OurMail mail : OurMail.table()) {
      Stream<String> cells =
          PEERS.stream()
              .map(peer -> {
                exceptions
                    .reason(mail.name(), peer.word())
                    .ifPresent(why -> reasons.add("`" + peer.word() + "`: " + why));
                return shown(exceptions.expected(mail.name(), peer.word(), mail.expected()));
              });
      page.append(
          row(
              Stream.concat(
                  Stream.of(
                      "`" + mail.name() + "`",
                      with(mail.sender(), mail.signOptions()),
                      with(String.join(",", mail.recipients()), mail.encryptOptions())),
                  cells)));
    }
    page.append("\nWhy a cell is not what we want it to be:\n\n");
    reasons.forEach(why -> page.append("- ").append(why).append('\n'));
    return page.append('\n').toString();
  }

  private static String theirMail() {
    StringBuilder page = new StringBuilder("## Their mail in ours\n\n");
    page.append(
        row(Stream.concat(Stream.of("form", "from", "to", "made with", "our verdict"), words())));
    page.append("|---|---|---|---|---|").append(":-:|".repeat(PEERS.size())).append('\n');
    Table.rows("their-mail.tsv", 7)
        .forEach(one -> {
          List<String> makers = List.of(one.get(1).split(","));
          page.append(
              row(
                  Stream.concat(
                      Stream.of(
                          "`" + one.get(0) + "`",
                          key(one.get(2)),
                          one.get(4).contains("--encrypt") ? keys(one.get(3)) : "–",
                          "`" + one.get(4) + "`",
                          one.get(5) + (one.get(6).equals("none") ? "" : ", " + one.get(6))),
                      PEERS.stream().map(peer -> makers.contains(peer.word()) ? "✓" : "–"))));
        });
    return page.append(
            """

            ✓ this software made it and our verdict was so. – it does not make this form, or is not asked
            for it here. Beside these the sample mails of `samples.tsv`: revoked, expired, untrusted and changed ones, header protection in four forms.

            """)
        .toString();
  }

  private static String secondImplementation() {
    return """
    ## What no mail program here knows yet

    Bouncy Castle's own CMS, as a second implementation, both ways, for every kind of key:

    - signatures: %s;
    - recipients: %s,
      each with %s.
    """
        .formatted(
            names(SecondImplementationTest.signing()),
            names(SecondImplementationTest.encryption()),
            Arrays.stream(SecondImplementationTest.Content.values())
                .map(content -> content.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", ")));
  }

  private static String names(Stream<KeyAlgorithm> algorithms) {
    return algorithms.map(KeyAlgorithm::word).collect(Collectors.joining(", "));
  }

  private static Stream<String> words() {
    return PEERS.stream().map(Peer::word);
  }

  private static String with(String names, List<String> options) {
    String keys = keys(names);
    return options.isEmpty() ? keys : keys + " `" + String.join(" ", options) + "`";
  }

  private static String keys(String names) {
    return Stream.of(names.split(",")).map(InteropPageTest::key).collect(Collectors.joining(" + "));
  }

  private static String key(String name) {
    return People.KEYS.getOrDefault(name, "–");
  }

  private static String shown(String state) {
    return state.isEmpty() ? "–" : state;
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
