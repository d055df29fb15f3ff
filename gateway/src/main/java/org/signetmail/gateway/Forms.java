package org.signetmail.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Reception;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** Makes all forms of a message as they go out, before the first is sent. For one thread. */
final class Forms {
  private final GatewaySettings settings;
  private final GatewayPorts ports;
  private final Profiles profiles;
  private final TopFields topFields;
  private final FormDesk desk;

  Forms(
      GatewaySettings settings, GatewayPorts ports, Trace trace, Profiles profiles, FormDesk desk) {
    this.settings = settings;
    this.ports = ports;
    this.profiles = profiles;
    this.desk = desk;
    this.topFields = new TopFields(settings, trace);
  }

  /** What the forms are made of. */
  record Source(
      Arrival arrival, Envelope envelope, Octets message, MessageHeader header, Examination seen) {}

  /**
   * Makes every variant, or says why one of them cannot be made.
   *
   * @param ready is given those that were made, to be closed by its owner
   */
  Optional<Answer> make(Source source, List<Variant> variants, List<Delivery.Ready> ready)
      throws IOException {
    Protector protector =
        new Protector(source.message(), source.header().from(), variants, ports, profiles);
    String results = topFields.results(source.header(), source.seen());
    for (Variant variant : variants) {
      try {
        ready.add(
            variant.treatment().reception().quarantine().isPresent()
                ? quarantined(source, variant)
                : dressed(source, variant, made(protector, variant), results));
      } catch (IllegalArgumentException e) {
        ports
            .events()
            .trouble("message " + source.arrival().id() + ": not protected: " + e.getMessage());
        return Optional.of(
            new Answer(
                550, "5.7.5", "message: cannot be protected as policy wants: " + e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private Octets made(Protector protector, Variant variant) throws IOException {
    return variant.treatment().encrypt().isToPassword()
        ? protector.protect(variant, desk)
        : protector.protect(variant);
  }

  private Delivery.Ready dressed(Source source, Variant variant, Octets made, String results)
      throws IOException {
    Octets form = made;
    String said = results;
    if (settings.direction() == Facts.Direction.INBOUND) {
      Reception reception = variant.treatment().reception();
      Set<String> marks = ports.policy().get().subjectMarks();
      try (made) {
        form = new ReceivedForm(marks, ports.spool(), ports.random()).of(made, reception);
      }
      said = variant.opened().isPresent() ? topFields.results(variant.opened().get()) : results;
    }
    return new Delivery.Ready(
        variant, topFields.on(form, source.arrival(), variant.mailboxes(), said), form);
  }

  private Delivery.Ready quarantined(Source source, Variant variant) throws IOException {
    Mailbox keeper = variant.treatment().reception().quarantine().orElseThrow();
    String identity = MessageIdentity.of(settings.direction(), source.envelope(), source.message());
    try (Spool.Draft draft = ports.spool().draft()) {
      new Quarantine(settings.hostname())
          .write(
              keeper,
              source.arrival(),
              source.envelope(),
              variant.mailboxes(),
              source.seen().facts(Facts.Received.Openable.NO).codes(),
              identity,
              source.message(),
              draft);
      Octets made = draft.finish();
      return new Delivery.Ready(
          variant, topFields.on(made, source.arrival(), List.of(keeper), ""), made);
    }
  }
}
