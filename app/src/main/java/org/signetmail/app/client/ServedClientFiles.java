package org.signetmail.app.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.smime.EncapsulatedSignature;
import org.signetmail.smime.Octets;
import org.signetmail.web.ClientPages;

/** What a running system gives to mail programs and to those who set them up. */
public final class ServedClientFiles {
  private static final String PROFILE = "application/x-apple-aspen-config";

  private ServedClientFiles() {}

  /** Made once: what is in it changes with {@code signet.yaml}, which is read at the start. */
  public static ClientPages pages(Organization organization) throws IOException {
    ClientFacts facts = ClientFacts.of(organization);
    Map<String, ClientPages.Served> served = new LinkedHashMap<>();
    ThunderbirdSetup.autoconfig(facts)
        .map(ServedClientFiles::served)
        .ifPresent(file -> {
          served.put("/.well-known/autoconfig/mail/config-v1.1.xml", file);
          served.put("/mail/config-v1.1.xml", file); // at autoconfig.example.com
        });
    served.put("/client/thunderbird/signet.cfg", served(ThunderbirdSetup.configuration(facts)));
    served.put("/client/thunderbird/policies.json", served(ThunderbirdSetup.policies(facts)));
    OutlookSetup.files().stream()
        .filter(file -> file.name().endsWith(".reg"))
        .forEach(file -> served.put("/client/outlook/" + file.name(), served(file)));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    sign(organization, AppleProfile.plain(facts), signed);
    served.put(
        "/client/apple/signet.mobileconfig", new ClientPages.Served(PROFILE, signed.toByteArray()));
    return new ClientPages(served);
  }

  /** Signs a profile with the key of our HTTPS server, as Apple's devices want it. */
  public static void sign(Organization organization, byte[] profile, OutputStream out)
      throws IOException {
    try (Octets content = Octets.of(profile)) {
      EncapsulatedSignature.sign(
          content, organization.vault().signing(KeyName.TLS), organization.now(), out);
    }
  }

  private static ClientPages.Served served(ClientFile file) {
    return new ClientPages.Served(file.mediaType(), file.content());
  }
}
