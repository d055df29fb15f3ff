-- Recovery: receivers of other kinds than the owner, more kinds of step, and what finds cases by
-- their request, their day and their state without reading all of them.

ALTER TABLE recovery_case ADD COLUMN receiver_kind ${text} NOT NULL DEFAULT 'owner';

-- Of a station: what it may see. Mailboxes one a line.
ALTER TABLE recovery_case ADD COLUMN scope_from ${text};

ALTER TABLE recovery_case ADD COLUMN scope_until ${text};

ALTER TABLE recovery_case ADD COLUMN scope_mailboxes ${text};

ALTER TABLE recovery_case ADD COLUMN notice_withheld_until ${text};

-- SHA-256 of the request: one request opens one case. Cases of before are filled in by the program.
ALTER TABLE recovery_case ADD COLUMN request_digest ${octets};

CREATE UNIQUE INDEX recovery_case_request ON recovery_case (request_digest);

CREATE INDEX recovery_case_at ON recovery_case (requested_at);

CREATE INDEX recovery_case_withheld ON recovery_case (notice_withheld_until)
  WHERE notice_withheld_until IS NOT NULL;

-- The tables of steps once more, for steps that were not known before.
CREATE TABLE recovery_step_4 (
  case_id   ${text} NOT NULL REFERENCES recovery_case (id),
  number    ${number} NOT NULL CHECK (number >= 1),
  log_index ${number} NOT NULL REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  kind      ${text} NOT NULL CHECK (kind IN
    ('approved', 'denied', 'withdrawn', 'refused', 'released', 'rejected', 'expired', 'told')),
  at        ${text} NOT NULL,
  officer   ${octets},
  mailbox   ${text},
  why       ${text},
  signature ${octets},
  PRIMARY KEY (case_id, number)
) ${plain};

CREATE INDEX recovery_step_kind ON recovery_step_4 (kind, at);

INSERT INTO recovery_step_4 SELECT * FROM recovery_step;

CREATE TABLE recovery_share_4 (
  case_id     ${text} NOT NULL,
  step        ${number} NOT NULL,
  position    ${number} NOT NULL,
  key_id      ${octets} NOT NULL,
  share_index ${number} NOT NULL,
  sealed      ${octets} NOT NULL,
  PRIMARY KEY (case_id, step, position),
  FOREIGN KEY (case_id, step) REFERENCES recovery_step_4 (case_id, number)
) ${plain};

INSERT INTO recovery_share_4 SELECT * FROM recovery_share;

DROP TABLE recovery_share;

DROP TABLE recovery_step;

ALTER TABLE recovery_step_4 RENAME TO recovery_step;

ALTER TABLE recovery_share_4 RENAME TO recovery_share;

-- Cases without an end, and only these: a row goes when the case ends.
CREATE TABLE recovery_unfinished (
  case_id      ${text} PRIMARY KEY REFERENCES recovery_case (id),
  requested_at ${text} NOT NULL
) ${clustered};

CREATE INDEX recovery_unfinished_at ON recovery_unfinished (requested_at);

INSERT INTO recovery_unfinished (case_id, requested_at)
  SELECT id, requested_at FROM recovery_case c WHERE NOT EXISTS (
    SELECT 1 FROM recovery_step s WHERE s.case_id = c.id
      AND s.kind IN ('withdrawn', 'released', 'rejected', 'expired'));

-- A copy of an archived key, under a code that the owner alone has.
CREATE TABLE code_copy (
  key_id ${octets} PRIMARY KEY REFERENCES archived_key (key_id),
  at     ${text} NOT NULL,
  sealed ${octets} NOT NULL
) ${plain};
