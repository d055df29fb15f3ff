package org.signetmail.app.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import org.signetmail.app.home.Endpoint;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * A configuration profile for Apple's devices: our authorities, the directory, and for a person the
 * mail account with S/MIME. Identifiers come from names, so that a newer profile replaces an older
 * one instead of standing beside it.
 *
 * <p>iOS and iPadOS take the S/MIME keys of the account; macOS has no such keys, its Mail uses the
 * identities of the keychain, which the PKCS#12 payloads fill.
 */
public final class AppleProfile {
  private static final String DECLARATION =
      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
          + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";

  private final ClientFacts facts;
  private final List<Payload> payloads = new ArrayList<>();

  /** One payload: its type, what tells it from others of the type, and its own keys. */
  private record Payload(String type, String which, String title, Keys keys) {}

  /** Writes keys of a dictionary. */
  private interface Keys {
    void write(Plist plist) throws XMLStreamException;
  }

  private AppleProfile(ClientFacts facts) {
    this.facts = facts;
  }

  /** Keys of a person in PKCS#12; the device asks for the password. */
  public record Identities(Optional<byte[]> signing, Optional<byte[]> encryption) {
    public static final Identities NONE = new Identities(Optional.empty(), Optional.empty());
  }

  /** For everybody: authorities and directory. */
  public static byte[] plain(ClientFacts facts) {
    return new AppleProfile(facts).authorities().directory().text("everybody");
  }

  /**
   * For one person: the account too.
   *
   * @throws IllegalArgumentException in one line, when no mail server is named
   */
  public static byte[] of(ClientFacts facts, Mailbox mailbox, Identities identities) {
    return new AppleProfile(facts)
        .authorities()
        .directory()
        .identity("signing", identities.signing())
        .identity("encryption", identities.encryption())
        .account(mailbox, identities)
        .text(mailbox.key());
  }

  private AppleProfile authorities() {
    for (Certificate authority : facts.authorities()) {
      payloads.add(
          new Payload(
              authority.isSelfIssued() ? "com.apple.security.root" : "com.apple.security.pkcs1",
              authority.fingerprint(),
              authority.displayName(),
              plist -> {
                plist.text("PayloadCertificateFileName", authority.serialHex() + ".cer");
                plist.data("PayloadContent", authority.encoded());
              }));
    }
    return this;
  }

  private AppleProfile directory() {
    payloads.add(
        new Payload(
            "com.apple.ldap.account",
            facts.directory().toString(),
            "Directory of " + facts.organization(),
            plist -> {
              plist.text("LDAPAccountDescription", facts.organization());
              plist.text(
                  "LDAPAccountHostName", facts.directory().getHost() + ":" + facts.directoryPort());
              plist.yes("LDAPAccountUseSSL", facts.isDirectoryUnderTls());
              plist.array(
                  "LDAPSearchSettings",
                  () -> {
                    plist.text("LDAPSearchSettingDescription", "People");
                    plist.text("LDAPSearchSettingScope", "LDAPSearchSettingScopeSubtree");
                    plist.text("LDAPSearchSettingSearchBase", facts.base());
                  });
            }));
    return this;
  }

  private AppleProfile identity(String use, Optional<byte[]> pkcs12) {
    pkcs12.ifPresent(octets ->
        payloads.add(
            new Payload(
                "com.apple.security.pkcs12",
                use,
                "Key for " + use,
                plist -> {
                  plist.text("PayloadCertificateFileName", use + ".p12");
                  plist.data("PayloadContent", octets);
                })));
    return this;
  }

  private AppleProfile account(Mailbox mailbox, Identities identities) {
    Endpoint imap = facts.imap().orElseThrow(() -> unnamed("imap"));
    Endpoint submission = facts.submission().orElseThrow(() -> unnamed("submission"));
    payloads.add(
        new Payload(
            "com.apple.mail.managed",
            mailbox.key(),
            mailbox.toString(),
            plist -> {
              plist.text("EmailAccountType", "EmailTypeIMAP");
              plist.text("EmailAccountDescription", facts.organization());
              plist.text("EmailAddress", mailbox.toString());
              server(plist, "Incoming", imap, mailbox);
              server(plist, "Outgoing", submission, mailbox);
              plist.yes("OutgoingPasswordSameAsIncomingPassword", true);
              smime(plist, "Signing", "signing", identities.signing().isPresent(), mailbox);
              smime(
                  plist, "Encryption", "encryption", identities.encryption().isPresent(), mailbox);
              plist.yes("SMIMEEncryptByDefault", true);
              plist.yes("SMIMEEncryptByDefaultUserOverrideable", true);
              plist.yes("SMIMEEnableEncryptionPerMessageSwitch", true);
            }));
    return this;
  }

  private static IllegalArgumentException unnamed(String server) {
    return new IllegalArgumentException(
        "clients: "
            + server
            + ": no server is named in signet.yaml; add 'clients:' with imap and submission");
  }

  private void server(Plist plist, String way, Endpoint server, Mailbox mailbox)
      throws XMLStreamException {
    plist.text(way + "MailServerAuthentication", "EmailAuthPassword");
    plist.text(way + "MailServerHostName", server.host());
    plist.number(way + "MailServerPortNumber", server.port());
    plist.yes(way + "MailServerUseSSL", true);
    plist.text(way + "MailServerUsername", mailbox.toString());
  }

  private void smime(Plist plist, String word, String use, boolean isHere, Mailbox mailbox)
      throws XMLStreamException {
    plist.yes("SMIME" + word + "Enabled", isHere);
    if (isHere) {
      plist.text(
          "SMIME" + word + "CertificateUUID", id("com.apple.security.pkcs12", use, mailbox.key()));
      plist.yes("SMIME" + word + "CertificateUUIDUserOverrideable", true);
    }
  }

  private byte[] text(String whom) {
    try {
      XmlText xml = new XmlText().declare(DECLARATION);
      Plist plist = new Plist(xml);
      xml.group(
          "plist",
          () ->
              plist.dictionary(() -> {
                head(plist, "Configuration", "everything", whom, facts.organization());
                plist.text("PayloadOrganization", facts.organization());
                plist.text(
                    "PayloadDescription",
                    "Certificates, directory and mail of " + facts.organization());
                plist.key("PayloadContent");
                xml.group(
                    "array",
                    () -> {
                      for (Payload payload : payloads) {
                        plist.dictionary(() -> {
                          head(plist, payload.type(), payload.which(), whom, payload.title());
                          payload.keys().write(plist);
                        });
                      }
                    });
              }),
          "version",
          "1.0");
      return xml.end().getBytes(StandardCharsets.UTF_8);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML in memory", e);
    }
  }

  private void head(Plist plist, String type, String which, String whom, String title)
      throws XMLStreamException {
    String id = id(type, which, whom);
    plist.text("PayloadType", type);
    plist.number("PayloadVersion", 1);
    plist.text("PayloadIdentifier", "signet." + facts.domain() + "." + id);
    plist.text("PayloadUUID", id);
    plist.text("PayloadDisplayName", title);
  }

  private String id(String type, String which, String whom) {
    String name = String.join("\n", facts.domain(), whom, type, which);
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .toUpperCase(java.util.Locale.ROOT);
  }

  /** A property list, in Apple's words. */
  private record Plist(XmlText xml) {
    void key(String key) throws XMLStreamException {
      xml.value("key", key);
    }

    void text(String key, String value) throws XMLStreamException {
      key(key);
      xml.value("string", value);
    }

    void number(String key, int value) throws XMLStreamException {
      key(key);
      xml.value("integer", String.valueOf(value));
    }

    void yes(String key, boolean value) throws XMLStreamException {
      key(key);
      xml.empty(value ? "true" : "false");
    }

    void data(String key, byte[] value) throws XMLStreamException {
      key(key);
      xml.value("data", Base64.getEncoder().encodeToString(value));
    }

    void dictionary(XmlText.Part inside) throws XMLStreamException {
      xml.group("dict", inside);
    }

    /** An array of one dictionary. */
    void array(String key, XmlText.Part inside) throws XMLStreamException {
      key(key);
      xml.group("array", () -> dictionary(inside));
    }
  }
}
