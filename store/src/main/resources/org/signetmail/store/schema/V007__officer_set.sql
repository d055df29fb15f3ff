-- Whoever was enrolled as a recovery officer, by the classical encryption key. kem is the certificate of
-- an ML-KEM key; officers of before have none.
CREATE TABLE recovery_officer (
  officer     ${octets} PRIMARY KEY,
  log_index   ${number} NOT NULL UNIQUE REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  mailbox_key ${text} NOT NULL,
  mailbox     ${text} NOT NULL,
  name        ${text} NOT NULL,
  encryption  ${octets} NOT NULL,
  kem_key     ${octets} UNIQUE,
  kem         ${octets},
  signing_key ${octets} NOT NULL UNIQUE,
  signing     ${octets} NOT NULL,
  CHECK ((kem IS NULL) = (kem_key IS NULL))
) ${plain};

INSERT INTO recovery_officer (officer, log_index, mailbox_key, mailbox, name, encryption, signing_key, signing)
  SELECT encryption_key, log_index, mailbox_key, mailbox, name, encryption, signing_key, signing FROM officer;

-- The officers to whom records are sealed together. The first set grows by enrolment; quorum and seats
-- are NULL where its officers were enrolled before sets were kept. retired is the log entry that ended it.
CREATE TABLE officer_set (
  generation ${number} PRIMARY KEY CHECK (generation >= 1),
  opened     ${number} REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  quorum     ${number} CHECK (quorum >= 2),
  seats      ${number} CHECK (seats >= quorum),
  retired    ${number} REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED
) ${plain};

INSERT INTO officer_set (generation) SELECT 1 WHERE EXISTS (SELECT 1 FROM officer);

-- position is the index of the officer's share.
CREATE TABLE officer_seat (
  generation ${number} NOT NULL REFERENCES officer_set (generation),
  position   ${number} NOT NULL CHECK (position BETWEEN 1 AND 255),
  officer    ${octets} NOT NULL REFERENCES recovery_officer (officer),
  PRIMARY KEY (generation, position),
  UNIQUE (generation, officer)
) ${clustered};

INSERT INTO officer_seat (generation, position, officer) SELECT 1, position, encryption_key FROM officer;

DROP TABLE officer;

-- Which set a record is sealed to (0: canaries, which no officer opens), and the log entry of its page when it was sealed again.
ALTER TABLE archived_key ADD COLUMN generation ${number} NOT NULL DEFAULT 1;

UPDATE archived_key SET generation = 0 WHERE owner_key = 'canary@signet.invalid';

ALTER TABLE archived_key ADD COLUMN resealed ${number};

CREATE INDEX archived_key_generation ON archived_key (generation, log_index);
