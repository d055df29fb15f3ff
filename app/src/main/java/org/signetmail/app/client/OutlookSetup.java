package org.signetmail.app.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * What sets Outlook for Windows up: the values of its cryptography policies as a registry file for
 * one machine, and as a policy template (ADMX, ADML) for Group Policy. Key and certificate come
 * into the Windows store by enrolment; the address list is the Exchange server's, which {@code
 * signet cert export --updating} fills.
 */
public final class OutlookSetup {
  private static final String KEY =
      "Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Security";
  private static final String NAMESPACE =
      "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions";

  /** One value of the registry, and what it means. */
  private record Value(String name, int data, String title, String meaning) {}

  private static final List<Value> VALUES =
      List.of(
          new Value("MsgFormats", 1, "Write S/MIME", "Of the formats Outlook knows, S/MIME only."),
          new Value("AlwaysSign", 1, "Sign every message", "With the person's own key."),
          new Value(
              "ClearSign",
              1,
              "Sign so that everybody can read",
              "multipart/signed (RFC 8551 §3.5.3): programs without S/MIME show the text."),
          new Value(
              "SigStatusNoTrustDecision",
              2,
              "A signature without a trusted root is an error",
              "Not a warning that people click away."));

  private OutlookSetup() {}

  public static List<ClientFile> files() {
    List<ClientFile> files = new ArrayList<>();
    files.add(registry());
    try {
      files.add(template());
      files.add(language());
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML in memory", e);
    }
    return files;
  }

  /** UTF-16 with a mark, as the registry editor writes it. */
  private static ClientFile registry() {
    StringBuilder text = new StringBuilder("Windows Registry Editor Version 5.00\r\n\r\n");
    text.append("[HKEY_CURRENT_USER\\").append(KEY).append("]\r\n");
    for (Value value : VALUES) {
      text.append("; ").append(value.title()).append("\r\n");
      text.append("\"%s\"=dword:%08x\r\n".formatted(value.name(), value.data()));
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe});
    octets.writeBytes(text.toString().getBytes(StandardCharsets.UTF_16LE));
    return new ClientFile("signet-outlook.reg", "text/plain; charset=utf-16", octets.toByteArray());
  }

  private static ClientFile template() throws XMLStreamException {
    XmlText xml = new XmlText();
    xml.group(
        "policyDefinitions",
        () -> {
          xml.group(
              "policyNamespaces",
              () -> {
                xml.empty("target", "prefix", "signet", "namespace", "Signet.Policies.Outlook");
                xml.empty("using", "prefix", "windows", "namespace", "Microsoft.Policies.Windows");
              });
          xml.empty("resources", "minRequiredRevision", "1.0");
          xml.group(
              "categories",
              () -> xml.empty("category", "name", "Signet", "displayName", "$(string.Signet)"));
          xml.group(
              "policies",
              () -> {
                for (Value value : VALUES) {
                  policy(xml, value);
                }
              });
        },
        "xmlns",
        NAMESPACE,
        "revision",
        "1.0",
        "schemaVersion",
        "1.0");
    return ClientFile.text("signet-outlook.admx", "application/xml", xml.end());
  }

  private static void policy(XmlText xml, Value value) throws XMLStreamException {
    xml.group(
        "policy",
        () -> {
          xml.empty("parentCategory", "ref", "Signet");
          xml.empty("supportedOn", "ref", "windows:SUPPORTED_Windows7");
          xml.group(
              "enabledValue", () -> xml.empty("decimal", "value", String.valueOf(value.data())));
          xml.group("disabledValue", () -> xml.empty("decimal", "value", "0"));
        },
        "name",
        value.name(),
        "class",
        "User",
        "displayName",
        "$(string." + value.name() + ")",
        "explainText",
        "$(string." + value.name() + "_Explain)",
        "key",
        KEY,
        "valueName",
        value.name());
  }

  private static ClientFile language() throws XMLStreamException {
    XmlText xml = new XmlText();
    xml.group(
        "policyDefinitionResources",
        () -> {
          xml.value("displayName", "Signet");
          xml.value("description", "S/MIME in Outlook");
          xml.group(
              "resources",
              () ->
                  xml.group(
                      "stringTable",
                      () -> {
                        xml.value("string", "Secure e-mail (Signet)", "id", "Signet");
                        for (Value value : VALUES) {
                          xml.value("string", value.title(), "id", value.name());
                          xml.value("string", value.meaning(), "id", value.name() + "_Explain");
                        }
                      }));
        },
        "xmlns",
        NAMESPACE,
        "revision",
        "1.0",
        "schemaVersion",
        "1.0");
    return ClientFile.text("en-US/signet-outlook.adml", "application/xml", xml.end());
  }
}
