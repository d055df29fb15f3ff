package org.signetmail.smime.internal.cms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MailListExpansion;
import org.signetmail.smime.ReceiptRequest;
import org.signetmail.smime.ReceiptRequest.From;
import org.signetmail.smime.SecurityLabel;
import org.signetmail.smime.SignedServices;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** The attributes of Enhanced Security Services, read and written (RFC 2634 appendix A). */
public final class EssAttributes {
  private static final int MAIL_NAME = 0x81; // rfc822Name of GeneralName
  private static final int PRINTABLE = 0x13;
  private static final int UTF8 = 0x0c;
  private static final int MOST_NAMES = 64;

  private EssAttributes() {}

  /**
   * @throws Asn1Exception when one is there and is not what it should be
   */
  public static SignedServices of(SignedAttributes attributes) throws Asn1Exception {
    Optional<Der> request = attributes.one(Oids.RECEIPT_REQUEST);
    Optional<Der> label = attributes.one(Oids.SECURITY_LABEL);
    Optional<Der> equivalents = attributes.one(Oids.EQUIVALENT_LABELS);
    Optional<Der> history = attributes.one(Oids.ML_EXPANSION_HISTORY);
    List<SecurityLabel> labels = new ArrayList<>();
    if (equivalents.isPresent()) {
      for (Der one : limited(equivalents.get().children(Asn1.SEQUENCE, 1))) {
        labels.add(label(one));
      }
    }
    List<MailListExpansion> expansions = new ArrayList<>();
    if (history.isPresent()) {
      for (Der one : limited(history.get().children(Asn1.SEQUENCE, 1))) {
        expansions.add(expansion(one.children(Asn1.SEQUENCE, 2)));
      }
    }
    return new SignedServices(
        request.isPresent() ? Optional.of(request(request.get())) : Optional.empty(),
        label.isPresent() ? Optional.of(label(label.get())) : Optional.empty(),
        labels,
        expansions);
  }

  private static ReceiptRequest request(Der element) throws Asn1Exception {
    List<Der> parts = element.children(Asn1.SEQUENCE, 3);
    byte[] identifier = parts.get(0).expect(Asn1.OCTET_STRING).octets();
    Der from = parts.get(1);
    From asked =
        switch (from.tag()) {
          case 0x80 -> tier(from.content());
          case 0xa1 -> new From.Listed(mailboxes(from.children()));
          default -> throw new Asn1Exception("a receipt request of nobody");
        };
    try {
      return new ReceiptRequest(
          HexFormat.of().formatHex(identifier),
          asked,
          mailboxes(parts.get(2).children(Asn1.SEQUENCE, 1)));
    } catch (IllegalArgumentException e) {
      throw new Asn1Exception("a receipt request without a mailbox to send receipts to");
    }
  }

  private static From tier(byte[] number) throws Asn1Exception {
    if (number.length != 1 || number[0] < 0 || number[0] > 1) {
      throw new Asn1Exception("a receipt request of nobody");
    }
    return number[0] == 0 ? new From.Everybody() : new From.FirstTier();
  }

  /** The mail addresses of a SEQUENCE OF GeneralNames; names of other kinds are passed over. */
  private static List<Mailbox> mailboxes(List<Der> entities) throws Asn1Exception {
    List<Mailbox> all = new ArrayList<>();
    for (Der entity : limited(entities)) {
      for (Der name : limited(entity.children(Asn1.SEQUENCE, 0))) {
        if (name.is(MAIL_NAME)) {
          try {
            all.add(Mailbox.of(new String(name.content(), StandardCharsets.US_ASCII)));
          } catch (IllegalArgumentException e) {
            throw new Asn1Exception("a mailbox that is none");
          }
        }
      }
    }
    return all;
  }

  private static List<Der> limited(List<Der> elements) throws Asn1Exception {
    if (elements.size() > MOST_NAMES) {
      throw new Asn1Exception("more than " + MOST_NAMES + " names or labels in one attribute");
    }
    return elements;
  }

  private static SecurityLabel label(Der element) throws Asn1Exception {
    String policy = "";
    Optional<Integer> classification = Optional.empty();
    Optional<String> mark = Optional.empty();
    List<String> categories = new ArrayList<>();
    for (Der part : element.children(Asn1.SET, 1)) {
      switch (part.tag()) {
        case Asn1.OID -> policy = part.oid();
        case Asn1.INTEGER -> classification = Optional.of(part.smallInteger());
        case PRINTABLE, UTF8 ->
            mark = Optional.of(new String(part.octets(), StandardCharsets.UTF_8));
        case Asn1.SET -> {
          for (Der category : limited(part.children())) {
            Der type = category.children(Asn1.SEQUENCE, 1).getFirst();
            categories.add(Der.of(Asn1.tlv(Asn1.OID, type.content())).oid());
          }
        }
        default -> throw new Asn1Exception("a security label with a part that is not known");
      }
    }
    if (policy.isEmpty()) {
      throw new Asn1Exception("a security label without its policy");
    }
    try {
      return new SecurityLabel(policy, classification, mark, categories);
    } catch (IllegalArgumentException e) {
      throw new Asn1Exception("a security label with a classification out of its range");
    }
  }

  private static MailListExpansion expansion(List<Der> parts) throws Asn1Exception {
    EntityIdentifier list =
        parts.get(0).is(Asn1.OCTET_STRING)
            ? new EntityIdentifier.SubjectKeyIdentifier(parts.get(0).octets())
            : EntityIdentifier.of(parts.get(0));
    MailListExpansion.Policy policy = new MailListExpansion.Policy.Author();
    if (parts.size() > 2) {
      Der stated = parts.get(2);
      policy =
          switch (stated.tag()) {
            case 0x80 -> new MailListExpansion.Policy.None();
            case 0xa1 -> new MailListExpansion.Policy.InsteadOf(mailboxes(stated.children()));
            case 0xa2 -> new MailListExpansion.Policy.InAdditionTo(mailboxes(stated.children()));
            default -> throw new Asn1Exception("a mailing list's policy that is not known");
          };
    }
    return new MailListExpansion(list.text(), parts.get(1).time(), policy);
  }

  /** The attributes for what a signer asks and says; lists' own are not made here. */
  public static List<byte[]> attributes(SignedServices services) {
    List<byte[]> all = new ArrayList<>();
    services.receiptRequest().ifPresent(request -> all.add(attribute(request)));
    services
        .label()
        .ifPresent(
            label -> all.add(SignedAttributes.attribute(Oids.SECURITY_LABEL, encoded(label))));
    if (!services.equivalentLabels().isEmpty()) {
      all.add(
          SignedAttributes.attribute(
              Oids.EQUIVALENT_LABELS,
              Asn1.sequence(
                  services.equivalentLabels().stream()
                      .map(EssAttributes::encoded)
                      .toArray(byte[][]::new))));
    }
    return all;
  }

  private static byte[] attribute(ReceiptRequest request) {
    byte[] from =
        switch (request.from()) {
          case From.Everybody e -> Asn1.tlv(0x80, new byte[] {0});
          case From.FirstTier f -> Asn1.tlv(0x80, new byte[] {1});
          case From.Listed listed -> Asn1.context(1, generalNames(listed.mailboxes()));
        };
    return SignedAttributes.attribute(
        Oids.RECEIPT_REQUEST,
        Asn1.sequence(
            Asn1.octets(HexFormat.of().parseHex(request.contentIdentifier())),
            from,
            Asn1.sequence(generalNames(request.to()))));
  }

  private static byte[] generalNames(List<Mailbox> mailboxes) {
    return Asn1.joined(
        mailboxes.stream()
            .map(m -> m.toString().getBytes(StandardCharsets.US_ASCII))
            .map(octets -> Asn1.sequence(Asn1.tlv(MAIL_NAME, octets)))
            .toArray(byte[][]::new));
  }

  private static byte[] encoded(SecurityLabel label) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(Asn1.oid(label.policy()));
    label.classification().ifPresent(c -> parts.add(Asn1.integer(c)));
    label
        .privacyMark()
        .ifPresent(m -> parts.add(Asn1.tlv(UTF8, m.getBytes(StandardCharsets.UTF_8))));
    return Asn1.setOf(parts); // each of another tag: the order of SET is that of SET OF
  }
}
