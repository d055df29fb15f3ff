package org.signetmail.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.rollout.MailProgram.Fitness;

/** Mail programs by what they call themselves. */
class MailProgramsTest {
  private final MailPrograms programs = MailPrograms.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla Thunderbird | Thunderbird | 0 | FIT
          Mozilla/5.0 (X11; Linux x86_64; rv:91.0) Gecko/20100101 Thunderbird/91.8.0 | Thunderbird | 91 | UPGRADE
          Thunderbird for Android/8.1 | Thunderbird for Android | 0 | REPLACE
          Microsoft Outlook 16.0 | Outlook | 16 | FIT
          Microsoft Outlook 14.0 | Outlook | 14 | UPGRADE
          Microsoft Outlook, Build 10.0.2627 | Outlook | 10 | UPGRADE
          Microsoft Outlook Express 6.00.2900.5931 | Outlook Express | 0 | REPLACE
          Apple Mail (2.3826.400.131.1.6) | Apple Mail | 3826 | FIT
          Apple Mail (2.3445.9.7) | Apple Mail | 3445 | UPGRADE
          iPhone Mail (22G86) | iOS Mail | 22 | FIT
          Roundcube Webmail/1.6.9 | Roundcube | 0 | REPLACE
          PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer) | a program | 0 | ROBOT
          HelpDesk Pro 7 | HelpDesk Pro | 0 | UNKNOWN
          42 | unnamed | 0 | UNKNOWN
          """)
  void eachIsKnownByItsField(String field, String product, int version, Fitness fitness) {
    MailProgram program = programs.of(field);

    assertEquals(product, program.product());
    assertEquals(version, program.version());
    assertEquals(fitness, program.fitness());
  }

  @Test
  void aFieldOfAnyLengthIsLookedAtInPart() {
    assertEquals(Fitness.UNKNOWN, programs.of("x".repeat(1_000_000)).fitness());
    assertEquals("unnamed", programs.of("").product());
  }

  @ParameterizedTest
  @CsvSource({
    "Thunderbird, 140.4.0, Thunderbird, 140, FIT",
    "thunderbird, 115.3, Thunderbird, 115, UPGRADE",
    "Mozilla Thunderbird, '', Thunderbird, 0, FIT",
    "Microsoft Outlook, 14.0.7, Outlook, 14, UPGRADE",
    "Outlook Express, 6, Outlook Express, 6, REPLACE",
    "Apple Mail, 16.0, Apple Mail, 0, FIT",
    "Calculator, 3, Calculator, 0, UNKNOWN"
  })
  void eachIsKnownByWhatAListOfDevicesCallsIt(
      String name, String version, String product, int number, Fitness fitness) {
    assertEquals(
        new MailProgram(product, number, fitness, programs.named(name, version).reason()),
        programs.named(name, version));
  }
}
