package org.signetmail.interop;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every form of mail that we make, opened by every other software that the machine has. */
final class OurMailInTheirSoftwareTest {
  private static final DeclaredExceptions EXCEPTIONS =
      new DeclaredExceptions("our-mail-exceptions.tsv");

  @TestFactory
  Stream<DynamicNode> everyFormInEverySoftware() throws IOException {
    People people = People.shared();
    Map<OurMail, Path> made = OurMail.makeAll(people, Scratch.folder("our-mail"));
    Path pictures = Scratch.folder("thunderbird");
    return Arrays.stream(Peer.values())
        .map(peer ->
            dynamicContainer(
                peer.word(),
                Stream.of(peer).flatMap(p -> tests(p, made, open(p, people, made, pictures)))));
  }

  @Test
  void everyExceptionIsAboutACaseThatExists() {
    Set<String> names = OurMail.table().stream().map(OurMail::name).collect(Collectors.toSet());
    Set<String> peers = Arrays.stream(Peer.values()).map(Peer::word).collect(Collectors.toSet());
    assertEquals(Set.of(), EXCEPTIONS.about(names, peers));
  }

  /** One start of the software for all mails: Thunderbird and gpgsm take seconds to come up. */
  private static Map<String, Peer.Shown> open(
      Peer peer, People people, Map<OurMail, Path> made, Path pictures) {
    List<Path> files = new ArrayList<>(made.values());
    return peer == Peer.THUNDERBIRD
        ? peer.open(people, files, "--panel", "--screenshot", pictures.toString())
        : peer.open(people, files);
  }

  private static Stream<DynamicNode> tests(
      Peer peer, Map<OurMail, Path> made, Map<String, Peer.Shown> shown) {
    return made.entrySet().stream()
        .map(entry -> {
          OurMail mail = entry.getKey();
          Peer.Shown one =
              requireNonNull(shown.get(String.valueOf(entry.getValue().getFileName())));
          return dynamicTest(mail.name() + " in " + peer.word(), () -> check(peer, mail, one));
        });
  }

  private static void check(Peer peer, OurMail mail, Peer.Shown shown) {
    String expected = EXCEPTIONS.expected(mail.name(), peer.word(), mail.expected());
    assertEquals(expected, shown.state(), shown::raw);
    if (!expected.equals(mail.expected())) {
      return;
    }
    assertTrue(shown.body().contains(OurMail.TEXT), shown::raw);
    if (peer != Peer.THUNDERBIRD) {
      String subject = mail.protectsHeaders() ? OurMail.SUBJECT : "";
      assertEquals(subject, shown.subject(), shown::raw);
    }
  }
}
