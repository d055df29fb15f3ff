package org.signetmail.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.ProtectedHeaders.Intent;
import org.signetmail.smime.internal.mime.Addresses;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.EncodedWords;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.HeaderProtection;

/**
 * The header fields that a reader is shown, and whence: from inside the protection where they are
 * there (RFC 9788 §4.1; {@code protected-headers="v1"}; the message/rfc822 wrapper of RFC 8551
 * §3.1), else from outside.
 *
 * @param fields of the message; none that describe a body
 * @param leftOutside what the author let the outside say; empty when nothing was to be hidden
 * @param step of {@link Layers#steps} they stand in; 0 is outside
 */
record ShownHeader(
    List<Field> fields,
    List<HeaderField> leftOutside,
    int step,
    Origin origin,
    ProtectedHeaders.Intent intent) {
  /** How the fields came to be where they are. */
  enum Origin {
    OUTSIDE,
    PROTECTED,
    OLD_FORM,
    WRAPPED
  }

  /**
   * Looks at the root of the payload alone: marks anywhere else say nothing (RFC 9788 §4.1). What
   * compression is around the text belongs to the payload.
   */
  static ShownHeader of(Layers layers) {
    for (int i = payload(layers); i > 0 && i < layers.steps.size(); i++) {
      Header header = layers.steps.get(i).entity().header();
      ContentType type = header.contentType();
      String hp = type.parameter("hp").orElse("").toLowerCase(Locale.ROOT);
      if (hp.equals("cipher")) {
        return new ShownHeader(
            message(header), outerCopies(header), i, Origin.PROTECTED, Intent.CIPHER);
      }
      if (hp.equals("clear")) {
        return new ShownHeader(message(header), List.of(), i, Origin.PROTECTED, Intent.CLEAR);
      }
      if (type.parameter("protected-headers").filter(v -> v.equalsIgnoreCase("v1")).isPresent()) {
        return inferred(layers, header, i, Origin.OLD_FORM);
      }
    }
    Header outside = layers.steps.getFirst().entity().header();
    return new ShownHeader(message(outside), List.of(), 0, Origin.OUTSIDE, Intent.CLEAR);
  }

  /**
   * The root of the Cryptographic Payload (RFC 9787 §4.2): the first step with nothing but
   * compression further in; 0 where there is no layer or one stays closed.
   */
  static int payload(Layers layers) {
    int root = layers.isReadable ? layers.steps.size() - 1 : 0;
    while (root > 0 && layers.isCompressed(root - 1)) {
      root--;
    }
    return root;
  }

  static ShownHeader wrapped(Layers layers, Header inner) {
    return inferred(layers, inner, layers.steps.size() - 1, Origin.WRAPPED);
  }

  /** Older forms do not say what was to be hidden: the outside tells it (RFC 9788 §4.10.2). */
  private static ShownHeader inferred(Layers layers, Header header, int step, Origin origin) {
    boolean isEncrypted = layers.steps.get(step).encryptions() > 0;
    Header outside = layers.steps.getFirst().entity().header();
    return new ShownHeader(
        message(header),
        isEncrypted ? message(outside).stream().map(Field::plain).toList() : List.of(),
        step,
        origin,
        isEncrypted ? Intent.CIPHER : Intent.CLEAR);
  }

  private static List<Field> message(Header header) {
    return header.fields().stream().filter(f -> !f.isStructural() && !f.is("HP-Outer")).toList();
  }

  /** HeaderSetsFromMessage (RFC 9788 §4.2.1): what HP-Outer says the outside was given. */
  private static List<HeaderField> outerCopies(Header header) {
    List<HeaderField> copies = new ArrayList<>();
    for (Field field : header.all("HP-Outer")) {
      String value = field.value();
      int colon = value.indexOf(':');
      if (colon > 0) {
        copies.add(
            new HeaderField(value.substring(0, colon).strip(), value.substring(colon + 1).strip()));
      }
    }
    return copies;
  }

  /** The same as a type that says what it is. */
  Headers headers(Layers layers, Reading.Protection signature) {
    List<HeaderField> plain = fields.stream().map(Field::plain).toList();
    ProtectedHeaders.Form form =
        switch (origin) {
          case OUTSIDE -> null;
          case PROTECTED -> ProtectedHeaders.Form.RFC_9788;
          case OLD_FORM -> ProtectedHeaders.Form.PROTECTED_HEADERS_V1;
          case WRAPPED -> ProtectedHeaders.Form.RFC_8551;
        };
    if (form == null) {
      return new OuterHeaders(plain);
    }
    boolean isEncrypted = layers.steps.get(step).encryptions() > 0;
    return new ProtectedHeaders(
        plain,
        leftOutside,
        form,
        intent,
        signature,
        isEncrypted ? Reading.Protection.PROTECTED : Reading.Protection.UNPROTECTED);
  }

  Optional<String> value(String name) {
    return fields.stream().filter(f -> f.is(name)).findFirst().map(Field::value);
  }

  String subject() {
    return value("Subject").map(EncodedWords::decode).orElse("");
  }

  /** The one mailbox of From, or what stands against it. */
  static SignatureCheck.Expected from(List<Field> fields) {
    List<Field> all = fields.stream().filter(f -> f.is("From")).toList();
    if (all.isEmpty()) {
      return unusable(MessageFinding.FROM_MISSING, "is not there");
    }
    if (all.size() > 1) {
      return unusable(MessageFinding.FROM_SEVERAL, "is there " + all.size() + " times");
    }
    try {
      List<Addresses.Named> named = Addresses.of(all.getFirst().value());
      return switch (named.size()) {
        case 0 -> unusable(MessageFinding.FROM_MISSING, "names no mailbox");
        case 1 -> new SignatureCheck.Expected.From(named.getFirst().mailbox());
        default -> unusable(MessageFinding.FROM_SEVERAL, "names " + named.size() + " mailboxes");
      };
    } catch (IllegalArgumentException e) {
      return unusable(MessageFinding.FROM_UNREADABLE, "cannot be read as a mailbox");
    }
  }

  private static SignatureCheck.Expected unusable(MessageFinding code, String detail) {
    return new SignatureCheck.Expected.Unusable(Finding.of(code, "From", detail));
  }

  static Optional<Mailbox> mailbox(SignatureCheck.Expected expected) {
    return expected instanceof SignatureCheck.Expected.From from
        ? Optional.of(from.mailbox())
        : Optional.empty();
  }

  /** What people may be misled by: names that look like addresses, a Sender beside From. */
  List<Finding> oddities() {
    List<Finding> findings = new ArrayList<>();
    try {
      for (Addresses.Named named : Addresses.of(value("From").orElse(""))) {
        if (named.name().indexOf('@') >= 0 && !named.name().contains(named.mailbox().toString())) {
          findings.add(
              Finding.of(
                  MessageFinding.DISPLAY_NAME,
                  "From",
                  "shows a name that looks like another address than " + named.mailbox()));
        }
      }
    } catch (IllegalArgumentException e) {
      return List.of(); // said where From is judged
    }
    Optional<Mailbox> from = mailbox(from(fields));
    Optional<Mailbox> sender = sender();
    if (sender.isPresent() && !sender.equals(from)) {
      findings.add(Finding.of(MessageFinding.SENDER_DIFFERS, "Sender", "is " + sender.get()));
    }
    return findings;
  }

  private Optional<Mailbox> sender() {
    try {
      return value("Sender")
          .map(Addresses::of)
          .filter(l -> l.size() == 1)
          .map(l -> l.getFirst().mailbox());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isAddedByList(Field field) {
    return HeaderProtection.isOfList(field) && value(field.name()).isEmpty();
  }

  /** The fields of the way outside, those shown, and how the body is made: a message again. */
  List<Field> composed(Header outside, List<Field> structural) {
    List<Field> all = new ArrayList<>();
    if (origin != Origin.OUTSIDE) {
      outside.fields().stream()
          .filter(f -> !f.isStructural() && !f.is("HP-Outer"))
          .filter(f -> !HeaderProtection.isProtected(f) || isAddedByList(f))
          .forEach(all::add);
    }
    all.addAll(fields);
    for (String name : List.of("Date", "Message-ID", "In-Reply-To", "References")) {
      if (value(name)
          .isEmpty()) { // older protection has few fields; without these mail is lost in a mailbox
        outside.first(name).ifPresent(all::add);
      }
    }
    all.add(Field.of("MIME-Version", "1.0"));
    for (Field field : structural) {
      if (!field.is("MIME-Version")) {
        all.add(field.is("Content-Type") ? HeaderProtection.unmarked(field) : field);
      }
    }
    return all;
  }
}
