package org.signetmail.gateway;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.signetmail.gateway.MailSightings.Form;
import org.signetmail.gateway.MailSightings.Sighting;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Treatment;

/** Tells {@link MailSightings} of a message that went. */
record Sightings(GatewayPorts ports) {
  private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{1,998})>");
  private static final int MOST = 20; // messages that one answers

  void of(
      MessageHeader header, Examination seen, List<Variant> variants, Outcome outcome, Instant at) {
    if (ports.extras().sightings().equals(MailSightings.NONE)) {
      return;
    }
    try {
      Optional<String> id = ids(header, "Message-ID").stream().findFirst();
      List<String> answered = ids(header, "In-Reply-To");
      for (Variant variant : variants) {
        List<Mailbox> taken = variant.mailboxes().stream().filter(outcome::isAccepted).toList();
        if (!taken.isEmpty()) {
          ports
              .extras()
              .sightings()
              .seen(
                  new Sighting(
                      header.from(), taken, forms(seen.protection(), variant), id, answered, at));
        }
      }
    } catch (RuntimeException e) {
      ports.events().trouble("sightings: not kept: " + e);
    }
  }

  private static Set<Form> forms(Protection came, Variant variant) {
    Treatment treatment = variant.treatment();
    Set<Form> forms = EnumSet.noneOf(Form.class);
    if (variant.opened().isPresent()) {
      forms.add(Form.OPENED);
      return forms;
    }
    if (came == Protection.SIGNED || treatment.sign() == Treatment.Sign.YES) {
      forms.add(Form.SIGNED);
    }
    if (came == Protection.ENCRYPTED || treatment.encrypt() != Treatment.Encrypt.NO) {
      forms.add(Form.ENCRYPTED);
    }
    return forms;
  }

  private static List<String> ids(MessageHeader header, String field) {
    return header.all(field).stream()
        .flatMap(value -> MESSAGE_ID.matcher(value).results())
        .map(found -> found.group(1))
        .limit(MOST)
        .toList();
  }
}
