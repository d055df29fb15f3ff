package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.rollout.ServerInventory;
import org.signetmail.lookup.MailResolver;
import org.signetmail.rollout.MailServer;

/** The servers that DNS names for our domains are greeted, and what they say is written down. */
class ServerInventoryTest {
  @TempDir private Path folder;

  @Test
  void theServersOfADomainAreAskedWhatTheyCan() throws Exception {
    try (PortalHouse house = new PortalHouse(folder);
        Zone zone = new Zone().exchange("example.test", 20, "localhost")) {
      zone.exchange("example.test", 10, "gone.invalid");
      MailResolver dns =
          MailResolver.believing(
              new InetSocketAddress("127.0.0.1", zone.port()), Duration.ofSeconds(5));
      List<MailServer> servers =
          new ServerInventory(house.organization, dns, house.services.smtpInboundPort()).take();
      MailServer here =
          servers.stream()
              .filter(one -> one.host().startsWith("localhost"))
              .findFirst()
              .orElseThrow();
      assertEquals("MX of example.test", here.role());
      assertEquals(MailServer.Answer.ANSWERED, here.answer(), here.toString());
      assertTrue(here.keywords().contains("PIPELINING"), here.toString());
      MailServer gone =
          servers.stream().filter(one -> one.host().startsWith("gone")).findFirst().orElseThrow();
      assertEquals(MailServer.Answer.SILENT, gone.answer());
    }
  }
}
