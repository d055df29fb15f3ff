package org.signetmail.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row of {@code our-mail.tsv}: a form of mail that the product makes. */
record OurMail(
    String name,
    String mail,
    String sender,
    List<String> signOptions,
    List<String> recipients,
    List<String> encryptOptions,
    String expected) {
  /** What every mail of the table says. */
  static final String TEXT = "Hello Bob, the word is secret. Grüße";

  static final String SUBJECT = "The true subject";

  private static final String NONE = "-";

  static List<OurMail> table() {
    return Table.rows("our-mail.tsv", 7).map(OurMail::of).toList();
  }

  private static OurMail of(List<String> row) {
    return new OurMail(
        row.get(0),
        row.get(1),
        row.get(2),
        words(row.get(3), " "),
        row.get(4).equals(NONE) ? List.of() : words(row.get(4), ","),
        words(row.get(5), " "),
        row.get(6));
  }

  /** Makes every mail of the table with the {@code signet} command. */
  static Map<OurMail, Path> makeAll(People people, Path folder) throws IOException {
    Map<OurMail, Path> made = new LinkedHashMap<>();
    for (OurMail mail : table()) {
      made.put(mail, mail.make(people, folder));
    }
    return made;
  }

  boolean protectsHeaders() {
    return !signOptions.contains("--no-protect-headers")
        && !encryptOptions.contains("--no-protect-headers");
  }

  private Path make(People people, Path folder) throws IOException {
    Path message = plain(folder);
    Path result = folder.resolve(name + ".eml");
    if (!sender.equals(NONE)) {
      Path signed = recipients.isEmpty() ? result : folder.resolve(name + ".signed");
      List<String> sign = new ArrayList<>(List.of("sign", "-o", signed.toString()));
      sign.addAll(List.of("--key", people.pkcs12(sender).toString()));
      sign.addAll(List.of("--password-file", people.passwordFile().toString()));
      sign.addAll(signOptions);
      sign.add(message.toString());
      Product.done(sign);
      message = signed;
    }
    if (!recipients.isEmpty()) {
      List<String> encrypt = new ArrayList<>(List.of("encrypt", "-o", result.toString()));
      for (String recipient : recipients) {
        encrypt.addAll(List.of("--to", people.certificate(recipient).toString()));
      }
      encrypt.addAll(encryptOptions);
      encrypt.add(message.toString());
      Product.done(encrypt);
    }
    return result;
  }

  private Path plain(Path folder) throws IOException {
    String from = People.address(sender.equals(NONE) ? People.ALICE : sender);
    String text = new String(Table.bytes("mail/" + mail + ".eml"), StandardCharsets.UTF_8);
    // Thunderbird does not believe a signature whose time is far from the Date field.
    String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    return Files.writeString(
        folder.resolve(name + ".plain"), text.replace("SENDER", from).replace("DATE", now));
  }

  private static List<String> words(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator));
  }

  @Override
  public String toString() {
    return name;
  }
}
