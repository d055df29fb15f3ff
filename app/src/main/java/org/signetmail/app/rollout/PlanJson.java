package org.signetmail.app.rollout;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Locale;
import org.signetmail.rollout.Claim;
import org.signetmail.rollout.DeploymentPlan;
import org.signetmail.rollout.ListedMember;
import org.signetmail.rollout.PlanSection;
import org.signetmail.rollout.Wave;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A deployment plan as JSON. */
public final class PlanJson {
  private PlanJson() {}

  /** The whole, with everybody's mail programs and all evidence. */
  static String of(DeploymentPlan plan, PlanChanges changes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, plan, changes);
    }
    return text + "\n";
  }

  public static void write(JsonGenerator out, DeploymentPlan plan, PlanChanges changes) {
    out.writeStartObject();
    out.writeStringProperty("organization", plan.organization());
    out.writeStringProperty("at", plan.at().toString());
    out.writeArrayPropertyStart("sections");
    plan.sections().forEach(section -> section(out, section));
    out.writeEndArray();
    out.writeArrayPropertyStart("waves");
    plan.waves().forEach(wave -> wave(out, wave));
    out.writeEndArray();
    out.writeArrayPropertyStart("changes");
    for (PlanChanges.Line line : changes.lines()) {
      out.writeStartObject();
      out.writeStringProperty("change", line.kind());
      out.writeStringProperty("what", line.text());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeObjectPropertyStart("evidence");
    plan.evidence().forEach(out::writeStringProperty);
    out.writeEndObject();
    out.writeArrayPropertyStart("people");
    plan.inventory().members().forEach(member -> member(out, plan, member));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void section(JsonGenerator out, PlanSection section) {
    out.writeStartObject();
    out.writeStringProperty("topic", word(section.topic()));
    out.writeStringProperty("title", section.topic().title());
    out.writeArrayPropertyStart("claims");
    for (Claim claim : section.claims()) {
      out.writeStartObject();
      out.writeStringProperty("code", claim.finding().code().code());
      out.writeStringProperty("severity", claim.finding().severity().word());
      out.writeStringProperty("subject", claim.finding().subject());
      out.writeStringProperty("detail", claim.finding().detail());
      strings(out, "evidence", claim.evidence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void wave(JsonGenerator out, Wave wave) {
    out.writeStartObject();
    out.writeStringProperty("name", wave.name());
    strings(out, "groups", wave.groups());
    strings(out, "after", wave.after());
    strings(out, "conditions", wave.conditions().stream().map(PlanJson::word).sorted().toList());
    out.writeEndObject();
  }

  private static void member(JsonGenerator out, DeploymentPlan plan, ListedMember member) {
    out.writeStartObject();
    out.writeStringProperty("mailbox", member.mailbox().toString());
    strings(out, "groups", member.groups());
    out.writeStringProperty("known", word(member.origin()));
    out.writeArrayPropertyStart("programs");
    plan.inventory()
        .programsOf(member)
        .forEach(program -> {
          out.writeStartObject();
          out.writeStringProperty("id", program.id());
          out.writeStringProperty("fitness", word(program.fitness()));
          out.writeEndObject();
        });
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void strings(JsonGenerator out, String name, Collection<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
