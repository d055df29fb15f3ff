package org.signetmail.app.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.signetmail.app.home.Endpoint;
import org.signetmail.pkix.Certificate;

/**
 * What sets Thunderbird up: its account wizard's file, its enterprise policies, and AutoConfig for
 * the directory, because policies may not set {@code ldap_2.} preferences.
 *
 * <p>For the mail servers an account is made by the wizard; for identities the preferences here are
 * the defaults of {@code mail.identity.default}, so that they hold for every account.
 */
public final class ThunderbirdSetup {
  /** The name of the directory's preferences. */
  static final String DIRECTORY = "ldap_2.servers.signet";

  private ThunderbirdSetup() {}

  /** All files, named after where they belong below Thunderbird's folder. */
  public static List<ClientFile> files(ClientFacts facts) {
    List<ClientFile> files = new ArrayList<>();
    autoconfig(facts).ifPresent(files::add);
    files.add(policies(facts));
    files.add(
        ClientFile.text(
            "defaults/pref/signet-autoconfig.js",
            "text/javascript",
            """
            // Thunderbird reads signet.cfg in its own folder at each start.
            pref("general.config.filename", "signet.cfg");
            pref("general.config.obscure_value", 0);
            """));
    files.add(configuration(facts));
    int number = 0;
    for (Certificate authority : facts.authorities()) {
      files.add(
          ClientFile.text(certificateFile(number++), "application/x-pem-file", authority.pem()));
    }
    return files;
  }

  /** What the account wizard asks a domain for; empty where no mail server is named. */
  public static Optional<ClientFile> autoconfig(ClientFacts facts) {
    if (facts.imap().isEmpty() || facts.submission().isEmpty()) {
      return Optional.empty();
    }
    try {
      XmlText xml = new XmlText();
      xml.group(
          "clientConfig",
          () ->
              xml.group(
                  "emailProvider",
                  () -> {
                    for (String domain : facts.domains()) {
                      xml.value("domain", domain);
                    }
                    xml.value("displayName", facts.organization());
                    xml.value("displayShortName", facts.organization());
                    server(xml, "incomingServer", "imap", facts, facts.imap().get());
                    server(xml, "outgoingServer", "smtp", facts, facts.submission().get());
                  },
                  "id",
                  facts.domain()),
          "version",
          "1.1");
      return Optional.of(ClientFile.text("config-v1.1.xml", "text/xml; charset=utf-8", xml.end()));
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML in memory", e);
    }
  }

  private static void server(
      XmlText xml, String element, String type, ClientFacts facts, Endpoint server)
      throws XMLStreamException {
    xml.group(
        element,
        () -> {
          xml.value("hostname", server.host());
          xml.value("port", String.valueOf(server.port()));
          xml.value("socketType", facts.isTlsFromTheStart(server) ? "SSL" : "STARTTLS");
          xml.value("authentication", "password-cleartext"); // within TLS
          xml.value("username", "%EMAILADDRESS%");
        },
        "type",
        type);
  }

  /** {@code distribution/policies.json}: our authorities, and S/MIME for every identity. */
  public static ClientFile policies(ClientFacts facts) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < facts.authorities().size(); i++) {
      files.add(certificateFile(i).substring("certificates/".length()));
    }
    String text =
        JsonText.of(json -> {
          json.writeStartObject();
          json.writeObjectPropertyStart("policies");
          json.writeObjectPropertyStart("Certificates");
          json.writeBooleanProperty("ImportEnterpriseRoots", true);
          json.writeArrayPropertyStart("Install");
          files.forEach(json::writeString);
          json.writeEndArray();
          json.writeEndObject();
          json.writeObjectPropertyStart("Preferences");
          smime()
              .forEach((name, value) -> {
                json.writeObjectPropertyStart(name);
                json.writeName("Value");
                JsonText.write(json, value);
                json.writeStringProperty("Status", "default");
                json.writeEndObject();
              });
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
    return ClientFile.text("distribution/policies.json", "application/json", text + "\n");
  }

  /** Sign always, encrypt where everybody can read it, by S/MIME. */
  private static Map<String, Object> smime() {
    Map<String, Object> preferences = new LinkedHashMap<>();
    preferences.put("mail.identity.default.e2etechpref", 1);
    preferences.put("mail.identity.default.sign_mail", true);
    preferences.put("mail.identity.default.autoEncryptDrafts", true);
    preferences.put("mail.e2ee.auto_enable", true);
    preferences.put("mail.e2ee.auto_disable", true);
    preferences.put("security.osclientcerts.autoload", true);
    return preferences;
  }

  /** {@code signet.cfg}: the directory, in which Thunderbird looks for recipients' certificates. */
  public static ClientFile configuration(ClientFacts facts) {
    StringBuilder text =
        new StringBuilder("// The first line is not read. The directory of certificates:\n");
    directory(facts)
        .forEach((name, value) ->
            text.append("defaultPref(")
                .append(JsonText.of(json -> json.writeString(name)))
                .append(", ")
                .append(JsonText.of(json -> JsonText.write(json, value)))
                .append(");\n"));
    return ClientFile.text("signet.cfg", "text/javascript", text.toString());
  }

  private static Map<String, Object> directory(ClientFacts facts) {
    Map<String, Object> preferences = new LinkedHashMap<>();
    preferences.put(DIRECTORY + ".description", facts.organization());
    preferences.put(DIRECTORY + ".uri", facts.directoryUrl());
    preferences.put(DIRECTORY + ".maxHits", 20);
    preferences.put("ldap_2.autoComplete.useDirectory", true);
    preferences.put("ldap_2.autoComplete.directoryServer", DIRECTORY);
    return preferences;
  }

  private static String certificateFile(int number) {
    return "certificates/"
        + (number == 0 ? "signet-root.pem" : "signet-issuing-" + number + ".pem");
  }
}
