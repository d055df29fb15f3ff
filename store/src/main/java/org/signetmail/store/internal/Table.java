package org.signetmail.store.internal;

import java.util.Locale;

/**
 * The tables whose rows are the store, each after those it refers to, with the columns that order
 * its rows.
 */
enum Table {
  LOG_LEAF("idx"),
  LOG_OPENING("idx"),
  LOG_NODE("level, idx"),
  LOG_HEAD("id"),
  LOG_CHECKPOINT("size"),
  KEY_USE("key_id"),
  CERTIFICATE("log_index"),
  CERTIFICATE_MAILBOX("mailbox_key, certificate"),
  DIRECTORY_WORD("word, mailbox_key"),
  FORMER_CERTIFICATE("log_index"),
  REVOCATION("issuer, serial"),
  CRL_NUMBER("issuer"),
  STATUS_CHANGE("log_index"),
  REVOCATION_LIST("issuer, parts, part, form"),
  ARCHIVED_KEY("log_index"),
  ARCHIVED_SHARE("archived_key, position"),
  RECOVERY_OFFICER("officer"),
  OFFICER_SET("generation"),
  OFFICER_SEAT("generation, position"),
  RECOVERY_CASE("log_index"),
  RECOVERY_KEY("case_id, position"),
  RECOVERY_STEP("case_id, number"),
  RECOVERY_SHARE("case_id, step, position"),
  RECOVERY_UNFINISHED("case_id"),
  CODE_COPY("key_id"),
  PERSON("mailbox_key"),
  PERSON_GROUP("person, name"),
  PERSON_WORD("word, mailbox_key"),
  PASSKEY("id"),
  PENDING_REQUEST("key_id, kind"),
  SUBMISSION_PASSWORD("mailbox_key"),
  FORM_PASSWORD("mailbox_key"),
  ACME_EXTERNAL_ACCOUNT("id"),
  ACME_ACCOUNT("id"),
  ACME_ORDER("id"),
  PARTNER("name"),
  PARTNER_ROOT("partner, position"),
  HARVESTED_CERTIFICATE("mailbox_key, fingerprint"),
  RING_KEY("log_index"),
  STS_POLICY("domain"),
  DELIVERY("message, recipient_key"),
  BACKUP("log_index"),
  DRILL("log_index"),
  DESTROYED_KEY("log_index"),
  SEALED_PAGE("log_index"),
  ROLLOUT_WAVE("name"),
  ROLLOUT_INVITATION("wave, mailbox_key"),
  ROLLOUT_MILESTONE("mailbox_key, milestone"),
  ROLLOUT_AWAITED("mailbox_key, message"),
  ROLLOUT_SIMULATION("policy"),
  ROLLOUT_COVERAGE("day, members_of");

  private final String order;

  Table(String order) {
    this.order = order;
  }

  /** The name in SQL. */
  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All rows, in the order of the primary key. */
  String selectAll() {
    return "SELECT * FROM " + sql() + " ORDER BY " + order;
  }
}
