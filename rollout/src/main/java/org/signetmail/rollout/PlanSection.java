package org.signetmail.rollout;

import java.util.List;

/** A part of a deployment plan: claims about one topic. */
public record PlanSection(Topic topic, List<Claim> claims) {

  /** What plans are about, in the order in which they are read. */
  public enum Topic {
    SERVERS("Mail servers", "Which servers mail goes through, and what must change there."),
    CLIENTS("Mail programs", "What people write mail with, and what must be upgraded or replaced."),
    WAVES("Waves", "Who gets secure mail when, after whom, and what could go wrong."),
    POLICIES("Policies", "What policy says before, during and after the rollout."),
    PARTNERS("Partners", "With whom mail is exchanged, and who can read what is encrypted."),
    ENCRYPTION("Encryption", "Which form is used, and what the law of the places allows."),
    SERVICES("Certificate services", "How much they must do, and what is there already."),
    ENROLMENT("Enrolment", "How each group comes to its certificates."),
    ARCHIVE("Key archive", "How the archive of encryption keys is backed up and restored."),
    RECOVERY("Recovery", "How a key comes back, and who the officers are."),
    EFFORT("Effort", "What the rollout costs in hours of work."),
    QUESTIONS("Open questions", "What only the organisation can answer.");

    private final String title;
    private final String about;

    Topic(String title, String about) {
      this.title = title;
      this.about = about;
    }

    public String title() {
      return title;
    }

    /** One sentence. */
    public String about() {
      return about;
    }
  }

  public PlanSection {
    claims = List.copyOf(claims);
  }
}
