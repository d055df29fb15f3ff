package org.signetmail.app.rollout;

import java.util.List;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.WaveProgress;
import tools.jackson.core.JsonGenerator;

/** Where a rollout stands, as JSON. */
public final class ProgressJson {
  private ProgressJson() {}

  public static void write(JsonGenerator out, RolloutProgress rollout) {
    out.writeStartObject();
    out.writeStringProperty("at", rollout.status().at().toString());
    coverage(out, "coverage", rollout.status().coverage());
    out.writeObjectPropertyStart("groups");
    rollout.status().byGroup().forEach((group, coverage) -> coverage(out, group, coverage));
    out.writeEndObject();
    out.writeArrayPropertyStart("waves");
    for (WaveProgress wave : rollout.waves()) {
      out.writeStartObject();
      wave(out, wave);
      out.writeEndObject();
    }
    out.writeEndArray();
    findings(out, "findings", rollout.status().findings());
    out.writeEndObject();
  }

  /** One wave with everybody in it. */
  public static void write(JsonGenerator out, WaveProgress wave, List<Finding> conditions) {
    out.writeStartObject();
    wave(out, wave);
    findings(out, "conditions", conditions);
    out.writeArrayPropertyStart("people");
    wave.journeys().forEach(one -> journey(out, one));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void wave(JsonGenerator out, WaveProgress wave) {
    out.writeStringProperty("name", wave.record().wave().name());
    out.writeStringProperty("state", wave.record().wave().state().word());
    out.writeStringProperty("since", wave.record().changed().toString());
    out.writeArrayPropertyStart("groups");
    wave.record().wave().groups().forEach(out::writeString);
    out.writeEndArray();
    coverage(out, "coverage", wave.coverage());
    out.writeObjectPropertyStart("stages");
    wave.stages().forEach((stage, people) -> out.writeNumberProperty(stage.word(), people));
    out.writeEndObject();
  }

  private static void journey(JsonGenerator out, Journey journey) {
    out.writeStartObject();
    out.writeStringProperty("mailbox", journey.standing().person().mailbox().toString());
    out.writeStringProperty("stage", journey.stage().word());
    journey.next().ifPresent(next -> out.writeStringProperty("next", next));
    journey
        .invitation()
        .ifPresent(invitation -> {
          out.writeStringProperty("invited", invitation.first().toString());
          out.writeNumberProperty("reminders", invitation.reminders());
        });
    out.writeObjectPropertyStart("milestones");
    journey
        .milestones()
        .forEach((milestone, at) -> out.writeStringProperty(milestone.word(), at.toString()));
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void coverage(JsonGenerator out, String name, Coverage coverage) {
    out.writeObjectPropertyStart(name);
    out.writeNumberProperty("people", coverage.people());
    out.writeNumberProperty("enrolled", coverage.enrolled());
    out.writeNumberProperty("signing", coverage.signing());
    out.writeNumberProperty("reading", coverage.reading());
    out.writeEndObject();
  }

  private static void findings(JsonGenerator out, String name, List<Finding> findings) {
    out.writeArrayPropertyStart(name);
    for (Finding finding : findings) {
      out.writeStartObject();
      out.writeStringProperty("code", finding.code().code());
      out.writeStringProperty("severity", finding.severity().word());
      out.writeStringProperty("subject", finding.subject());
      out.writeStringProperty("detail", finding.detail());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
