package org.signetmail.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.mime.Addresses;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.EncodedWords;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.HeaderProtection;

/**
 * The header fields that a reader is shown, and whence: from inside the protection where they are
 * there (RFC 9788 §4; {@code protected-headers="v1"}; the message/rfc822 wrapper of RFC 8551 §3.1),
 * else from outside.
 *
 * @param fields of the message; none that describe a body
 * @param step of {@link Layers#steps} they stand in; 0 is outside
 */
record ShownHeader(List<Field> fields, int step, Origin origin) {
  /** How the fields came to be where they are. */
  enum Origin {
    OUTSIDE,
    PROTECTED,
    OLD_FORM,
    WRAPPED
  }

  private static final List<String> COMPARED =
      List.of("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID");

  static ShownHeader of(Layers layers) {
    for (int i = layers.steps.size() - 1; i > 0; i--) {
      Header header = layers.steps.get(i).entity().header();
      ContentType type = header.contentType();
      boolean isMarked =
          type.parameter("hp")
              .filter(v -> v.equalsIgnoreCase("clear") || v.equalsIgnoreCase("cipher"))
              .isPresent();
      if (isMarked) {
        return new ShownHeader(message(header), i, Origin.PROTECTED);
      }
      if (type.parameter("protected-headers").filter(v -> v.equalsIgnoreCase("v1")).isPresent()) {
        return new ShownHeader(message(header), i, Origin.OLD_FORM);
      }
    }
    return new ShownHeader(message(layers.steps.getFirst().entity().header()), 0, Origin.OUTSIDE);
  }

  static ShownHeader wrapped(Header inner, int step) {
    return new ShownHeader(message(inner), step, Origin.WRAPPED);
  }

  private static List<Field> message(Header header) {
    return header.fields().stream().filter(f -> !f.isStructural() && !f.is("HP-Outer")).toList();
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
      return findings; // said where From is judged
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

  /** Where the outside says something else than it was left to say (RFC 9788 §4.3). */
  List<Finding> differences(Layers layers) {
    List<Finding> findings = new ArrayList<>();
    if (origin == Origin.OUTSIDE) {
      return findings;
    }
    Header outside = layers.steps.getFirst().entity().header();
    boolean isEncrypted = layers.steps.get(step).encryptions() > 0;
    for (String name : COMPARED) {
      Optional<String> outer = outside.value(name).map(ShownHeader::flat);
      Optional<String> inner = value(name).map(ShownHeader::flat);
      if (outer.isEmpty() || inner.isEmpty() || outer.equals(inner)) {
        continue;
      }
      boolean isIntended =
          origin == Origin.PROTECTED
              ? leftOutside(layers, name).equals(outer)
              : isEncrypted && name.equals("Subject");
      if (!isIntended) {
        boolean isFrom = name.equals("From");
        findings.add(
            Finding.of(
                isFrom ? MessageFinding.FROM_DIFFERS : MessageFinding.HEADER_DIFFERS,
                name,
                "outside is another than the protected one"));
      }
    }
    return findings;
  }

  /**
   * What HP-Outer says the outside was given for a field (RFC 9788 §2.2), wherever inside it says
   * so: who encrypts around another's signature says it there.
   */
  private static Optional<String> leftOutside(Layers layers, String name) {
    for (int i = layers.steps.size() - 1; i > 0; i--) {
      for (Field field : layers.steps.get(i).entity().header().all("HP-Outer")) {
        String value = field.value();
        int colon = value.indexOf(':');
        if (colon > 0 && value.substring(0, colon).strip().equalsIgnoreCase(name)) {
          return Optional.of(flat(value.substring(colon + 1).strip()));
        }
      }
    }
    return Optional.empty();
  }

  /** Folding may change on the way; the text may not. */
  private static String flat(String value) {
    return value.replaceAll("\\s+", " ").strip();
  }

  /** The fields of the way outside, those shown, and how the body is made: a message again. */
  List<Field> composed(Header outside, List<Field> structural) {
    List<Field> all = new ArrayList<>();
    if (origin != Origin.OUTSIDE) {
      outside.fields().stream()
          .filter(f -> !f.isStructural() && !HeaderProtection.isProtected(f) && !f.is("HP-Outer"))
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
