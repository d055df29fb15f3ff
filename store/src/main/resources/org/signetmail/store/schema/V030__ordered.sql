-- The last count of people and certificates: names and numbers, one a line. Made anew, never backed up.
CREATE TABLE census (
  id              ${number} PRIMARY KEY CHECK (id = 1),
  at              ${text} NOT NULL,
  people          ${text} NOT NULL,
  signing         ${number} NOT NULL,
  reading         ${number} NOT NULL,
  ending          ${text} NOT NULL,
  encryption_keys ${number} NOT NULL,
  archived_keys   ${number} NOT NULL,
  unarchived      ${number} NOT NULL
) ${plain};

-- The orders in which the console shows people and certificates, page by page.
CREATE INDEX person_by_name ON person (name, mailbox_key);

CREATE INDEX person_by_state ON person (state, mailbox_key);

CREATE INDEX person_by_since ON person (since, mailbox_key);

CREATE INDEX certificate_by_end ON certificate (not_after, log_index);
