package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.internal.Extensions;

/** Whether a name lies in a subtree, form by form (RFC 5280 §4.2.1.10, RFC 9598 §6). */
final class NameForm {
  private NameForm() {}

  /** An SmtpUTF8Mailbox is constrained as rfc822Names are. */
  static boolean areOfOneForm(GeneralName name, GeneralName base) {
    if (isSmtpUtf8(name)) {
      return base.getTagNo() == GeneralName.rfc822Name || isSmtpUtf8(base);
    }
    return name.getTagNo() == base.getTagNo()
        && (name.getTagNo() != GeneralName.otherName || otherType(name).equals(otherType(base)));
  }

  /** For excluded subtrees: a name or form that cannot be compared is taken to lie inside. */
  static boolean mayLieIn(GeneralName name, GeneralName base) {
    return compare(name, base).orElse(true);
  }

  /** For permitted subtrees: a name or form that cannot be compared is taken to lie outside. */
  static boolean liesIn(GeneralName name, GeneralName base) {
    return compare(name, base).orElse(false);
  }

  private static Optional<Boolean> compare(GeneralName name, GeneralName base) {
    if (isSmtpUtf8(name)) {
      return base.getTagNo() == GeneralName.rfc822Name
          ? mailbox(Extensions.addressOf(name).orElse(""), text(base))
          : Optional.empty();
    }
    return switch (name.getTagNo()) {
      case GeneralName.rfc822Name -> mailbox(text(name), text(base));
      case GeneralName.dNSName -> Optional.of(host(text(name), text(base)));
      case GeneralName.directoryName ->
          Optional.of(
              directory(
                  X500Name.getInstance(name.getName()), X500Name.getInstance(base.getName())));
      case GeneralName.uniformResourceIdentifier -> uri(text(name), text(base));
      case GeneralName.iPAddress -> address(octets(name), octets(base));
      default -> Optional.empty();
    };
  }

  /** A base with a local part names one mailbox; with a leading dot, hosts below; else one host. */
  private static Optional<Boolean> mailbox(String address, String base) {
    Mailbox mailbox;
    try {
      mailbox = Mailbox.of(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (base.contains("@")) {
      try {
        return Optional.of(Mailbox.of(base).equals(mailbox));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    String host = base.toLowerCase(Locale.ROOT);
    return Optional.of(
        host.startsWith(".")
            ? mailbox.domain().endsWith(host)
            : host.isEmpty() || mailbox.domain().equals(host));
  }

  /** A host lies in itself and in every domain above it. */
  private static boolean host(String name, String base) {
    String host = name.toLowerCase(Locale.ROOT);
    String above = base.toLowerCase(Locale.ROOT);
    if (above.startsWith(".")) {
      return host.endsWith(above);
    }
    return above.isEmpty() || host.equals(above) || host.endsWith("." + above);
  }

  private static boolean directory(X500Name name, X500Name base) {
    RDN[] rdns = name.getRDNs();
    int length = base.size();
    if (length > rdns.length) {
      return false;
    }
    try {
      X500Name start = new X500Name(Arrays.copyOf(rdns, length));
      return new X500Principal(start.getEncoded()).equals(new X500Principal(base.getEncoded()));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Boolean> uri(String uri, String base) {
    try {
      String host = new URI(uri).getHost();
      if (host == null || host.startsWith("[") || host.matches("[0-9.]+")) {
        return Optional.empty(); // §4.2.1.10: must be a host name to be compared
      }
      String found = host.toLowerCase(Locale.ROOT);
      String wanted = base.toLowerCase(Locale.ROOT);
      return Optional.of(wanted.startsWith(".") ? found.endsWith(wanted) : found.equals(wanted));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> address(byte[] address, byte[] base) {
    if (base.length != 8 && base.length != 32) {
      return Optional.empty();
    }
    int length = base.length / 2;
    if (address.length != length) {
      return Optional.of(false);
    }
    for (int i = 0; i < length; i++) {
      if (((address[i] ^ base[i]) & base[length + i]) != 0) {
        return Optional.of(false);
      }
    }
    return Optional.of(true);
  }

  private static boolean isSmtpUtf8(GeneralName name) {
    return name.getTagNo() == GeneralName.otherName
        && otherType(name).equals(Extensions.SMTP_UTF8_MAILBOX);
  }

  private static String otherType(GeneralName name) {
    return OtherName.getInstance(name.getName()).getTypeID().getId();
  }

  private static String text(GeneralName name) {
    return ASN1IA5String.getInstance(name.getName()).getString();
  }

  private static byte[] octets(GeneralName name) {
    return ASN1OctetString.getInstance(name.getName()).getOctets();
  }
}
