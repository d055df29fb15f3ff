package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.gateway.Gateway;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;

/** What pages of the console do with much: samples of mail, and tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTablesTest {
  @TempDir static Path folder;

  private ConsoleSystem console;

  @BeforeAll
  void start() throws Exception {
    console = new ConsoleSystem(folder.resolve("home"));
  }

  @AfterAll
  void stop() {
    console.close();
  }

  /** What would change, from a sample of which nothing is kept; who sees the policy may. */
  @Test
  void aPolicyIsTriedOnASample() throws Exception {
    String letter =
        """
        From bob Mon Nov 23 12:00:00 2026
        From: bob@example.test
        To: x@example.org
        Subject: s

        z

        """
            .replace("\n", "\r\n");
    String stricter =
        Policy.example()
            .replace(
                "deliver: { sign: if-possible, encrypt: if-possible }",
                "refuse: \"not from here\"");
    String simulate = "/console/policy/simulate";
    try (PageBrowser agent = console.browser(Role.ENROLMENT_AGENT);
        PageBrowser auditor = console.browser(Role.AUDITOR);
        PageBrowser anna = console.browser(Role.ADMINISTRATOR)) {
      Map<String, String> form = new java.util.TreeMap<>();
      form.put("mail", letter.repeat(3));
      form.put("other", stricter);
      form.put("csrf", agent.csrf("/console/people"));
      assertEquals(403, agent.send(agent.upload(simulate, form)).statusCode(), "not their right");
      assertEquals(403, anna.send(anna.upload(simulate, form)).statusCode(), "another's word");

      String tried = Gateway.policy(stricter, "tried").fingerprint();
      form.put("csrf", auditor.csrf("/console/people"));
      HttpResponse<String> seen = auditor.send(auditor.upload(simulate, form));
      assertEquals(200, seen.statusCode(), seen.body());
      assertTrue(seen.body().contains("3 messages to 3 recipients"), seen.body());
      assertTrue(
          seen.body().contains("What would change") && seen.body().contains("refuse"), seen.body());
      assertFalse(seen.body().contains("x@example.org"), "counts, and no one's mail");
      assertTrue(
          console.system.organization.store().simulations().of(tried).isEmpty(),
          "an auditor changes nothing");

      form.put("csrf", anna.csrf("/console/people"));
      assertEquals(200, anna.send(anna.upload(simulate, form)).statusCode());
      assertEquals(
          3, console.system.organization.store().simulations().of(tried).orElseThrow().stopped());
      form.put("other", "rules: 7");
      assertEquals(400, anna.send(anna.upload(simulate, form)).statusCode());
      form.put("other", "");
      form.put("mail", "");
      assertEquals(400, anna.send(anna.upload(simulate, form)).statusCode());
      form.put("mail", "x".repeat(10 << 20));
      assertEquals(413, anna.send(anna.upload(simulate, form)).statusCode());
      assertEquals(
          400,
          anna.send(
                  anna.request(simulate)
                      .header("Content-Type", "multipart/form-data; boundary=b")
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofString("--b\r\nx")))
              .statusCode());
      assertEquals(
          415, anna.post(simulate, Map.of("csrf", form.getOrDefault("csrf", ""))).statusCode());
    }
  }

  /** Headings are links; the file is the whole table, in the same order. */
  @Test
  void tablesSortWithoutAScriptAndTheirFileIsWhole() throws Exception {
    for (int i = 0; i < 60; i++) {
      console
          .system
          .organization
          .enrolling()
          .enrolment()
          .invite(
              Mailbox.of("many-%02d@example.test".formatted(i)),
              "Many %02d".formatted(99 - i),
              Set.of());
    }
    try (PageBrowser browser = console.browser(Role.AUDITOR)) {
      String down = browser.get("/console/people?sort=people.1.down").body();
      assertTrue(
          down.contains("aria-sort=\"descending\"><a href=\"/console/people?sort=people.1\""),
          down);
      assertTrue(
          down.indexOf("Many 99") > 0 && down.indexOf("Many 99") < down.indexOf("Many 98"), down);
      Matcher more = Pattern.compile("href=\"([^\"]+)\">More").matcher(down);
      assertTrue(more.find(), down);
      String second = browser.get(more.group(1).replace("&amp;", "&")).body();
      assertTrue(second.contains("Many 41") && !second.contains("Many 99"), second);

      List<String> file =
          browser.get("/console/people?sort=people.1&format=csv").body().lines().toList();
      assertTrue(file.size() > 60, "more than a page: " + file.size());
      assertEquals("\"Address\",\"Name\",\"State\",\"Since\",\"Groups\"", file.getFirst());
      assertTrue(
          file.stream()
              .filter(line -> line.contains("\"Many "))
              .toList()
              .getFirst()
              .startsWith("\"many-59@example.test\",\"Many 40\""),
          file.toString());
      assertEquals(
          file.subList(1, file.size()).reversed(),
          browser
              .get("/console/people?sort=people.1.down&format=csv")
              .body()
              .lines()
              .skip(1)
              .toList());
      for (String path :
          List.of(
              "/console/certificates?sort=all.2",
              "/console/certificates?sort=all.2.down",
              "/console/certificates?sort=all.3",
              "/console/certificates?sort=all.4",
              "/console/certificates?sort=all.5.down",
              "/console/certificates?sort=soon.9",
              "/console/people?sort=people.4",
              "/console/people?q=many&sort=people.1.down",
              "/console/people?q=many&from=people.999999999",
              "/console/rollout?sort=group.1.down&from=group.x",
              "/console/log?sort=%22%3E")) {
        assertEquals(200, browser.get(path).statusCode(), path);
      }
      long leaves = console.system.organization.store().log().size();
      assertEquals(
          leaves, // a value may have several lines
          browser
              .get("/console/log?format=csv")
              .body()
              .lines()
              .filter(line -> line.matches("\"\\d+\",.*"))
              .count());
    }
  }
}
