-- One text for both databases; what differs is written ${so} and filled in (Dialect):
--   ${number}     INTEGER     BIGINT
--   ${octets}     BLOB        BYTEA
--   ${text}       TEXT        TEXT COLLATE "C"       order by code point
--   ${plain}      STRICT      (nothing)
--   ${clustered}  STRICT, WITHOUT ROWID   (nothing)
-- Times are TEXT, RFC 3339 in UTC with nine digits, so that they sort and lose nothing.

-- The log. Leaves and nodes never change; an opening may be deleted without touching its leaf.

CREATE TABLE log_leaf (
  idx  ${number} PRIMARY KEY,
  leaf ${octets} NOT NULL
) ${plain};

CREATE TABLE log_opening (
  idx     ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  opening ${octets} NOT NULL
) ${plain};

CREATE TABLE log_node (
  level ${number} NOT NULL,
  idx   ${number} NOT NULL,
  hash  ${octets} NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) ${clustered};

-- One row: the size of the tree and the roots of its complete subtrees, largest first.
-- Whoever appends holds this row until the commit.
CREATE TABLE log_head (
  id    ${number} PRIMARY KEY CHECK (id = 1),
  size  ${number} NOT NULL CHECK (size >= 0),
  peaks ${octets} NOT NULL
) ${plain};

INSERT INTO log_head (id, size, peaks) VALUES (1, 0, CAST('' AS ${octets}));

CREATE TABLE log_checkpoint (
  size ${number} PRIMARY KEY,
  note ${text} NOT NULL,
  at   ${text} NOT NULL
) ${plain};

-- Certificates. Over all history a key has one use: whoever refers to a key says for which one.

CREATE TABLE key_use (
  key_id  ${octets} NOT NULL CHECK (length(key_id) = 32),
  key_use ${text} NOT NULL CHECK (key_use IN ('signing', 'encryption')),
  PRIMARY KEY (key_id),
  UNIQUE (key_id, key_use)
) ${clustered};

-- Serials are unsigned, big-endian, 20 octets (RFC 5280 §4.1.2.2), so that they sort as numbers.
CREATE TABLE certificate (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  issuer    ${octets} NOT NULL CHECK (length(issuer) = 32),
  serial    ${octets} NOT NULL CHECK (length(serial) = 20),
  key_id    ${octets} NOT NULL,
  key_use   ${text} NOT NULL,
  kind      ${text} NOT NULL,
  owner_key ${text},
  owner     ${text},
  der       ${octets} NOT NULL,
  receipt   ${octets},
  UNIQUE (issuer, serial),
  FOREIGN KEY (key_id, key_use) REFERENCES key_use (key_id, key_use),
  CHECK (kind <> 'PERSON_ENCRYPTION' OR receipt IS NOT NULL)
) ${plain};

CREATE INDEX certificate_owner ON certificate (owner_key, log_index) WHERE owner_key IS NOT NULL;
CREATE INDEX certificate_key ON certificate (key_id, log_index);

-- Every mailbox that a certificate names.
CREATE TABLE certificate_mailbox (
  mailbox_key ${text} NOT NULL,
  certificate ${number} NOT NULL REFERENCES certificate (log_index),
  PRIMARY KEY (mailbox_key, certificate)
) ${clustered};

CREATE TABLE revocation (
  issuer    ${octets} NOT NULL,
  serial    ${octets} NOT NULL,
  at        ${text} NOT NULL,
  reason    ${number} NOT NULL,
  log_index ${number} NOT NULL UNIQUE REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (issuer, serial),
  FOREIGN KEY (issuer, serial) REFERENCES certificate (issuer, serial)
) ${clustered};

CREATE TABLE crl_number (
  issuer ${octets} PRIMARY KEY,
  number ${number} NOT NULL
) ${clustered};

CREATE TABLE crl (
  issuer      ${octets} PRIMARY KEY,
  number      ${number} NOT NULL,
  this_update ${text} NOT NULL,
  next_update ${text} NOT NULL,
  der         ${octets} NOT NULL
) ${plain};

-- The archive.

CREATE TABLE archived_key (
  log_index  ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  key_id     ${octets} NOT NULL UNIQUE,
  key_use    ${text} NOT NULL DEFAULT 'encryption' CHECK (key_use = 'encryption'),
  owner_key  ${text} NOT NULL,
  owner      ${text} NOT NULL,
  spki       ${octets} NOT NULL,
  sealed_key ${octets} NOT NULL,
  receipt    ${octets} NOT NULL,
  FOREIGN KEY (key_id, key_use) REFERENCES key_use (key_id, key_use)
) ${plain};

CREATE INDEX archived_key_owner ON archived_key (owner_key, log_index);

CREATE TABLE archived_share (
  archived_key ${number} NOT NULL REFERENCES archived_key (log_index),
  position     ${number} NOT NULL,
  officer      ${octets} NOT NULL,
  share_index  ${number} NOT NULL CHECK (share_index BETWEEN 1 AND 255),
  sealed       ${octets} NOT NULL,
  PRIMARY KEY (archived_key, position),
  UNIQUE (archived_key, share_index)
) ${plain};

CREATE TABLE officer (
  position       ${number} PRIMARY KEY,
  log_index      ${number} NOT NULL UNIQUE REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  mailbox_key    ${text} NOT NULL UNIQUE,
  mailbox        ${text} NOT NULL,
  name           ${text} NOT NULL,
  encryption_key ${octets} NOT NULL UNIQUE,
  encryption     ${octets} NOT NULL,
  signing_key    ${octets} NOT NULL UNIQUE,
  signing        ${octets} NOT NULL
) ${plain};

-- Recovery cases. Rows are only ever added.

CREATE TABLE recovery_case (
  log_index       ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  id              ${text} NOT NULL UNIQUE,
  requester_key   ${text} NOT NULL,
  requester       ${text} NOT NULL,
  owner_key       ${text} NOT NULL,
  owner           ${text} NOT NULL,
  receiver        ${octets} NOT NULL,
  reason          ${text} NOT NULL,
  legal_reference ${text} NOT NULL,
  requested_at    ${text} NOT NULL,
  request         ${octets} NOT NULL
) ${plain};

CREATE INDEX recovery_case_owner ON recovery_case (owner_key);

CREATE TABLE recovery_key (
  case_id  ${text} NOT NULL REFERENCES recovery_case (id),
  position ${number} NOT NULL,
  key_id   ${octets} NOT NULL,
  PRIMARY KEY (case_id, position)
) ${clustered};

CREATE TABLE recovery_step (
  case_id   ${text} NOT NULL REFERENCES recovery_case (id),
  number    ${number} NOT NULL CHECK (number >= 1),
  log_index ${number} NOT NULL REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  kind      ${text} NOT NULL CHECK (kind IN ('approved', 'denied', 'withdrawn', 'refused', 'released')),
  at        ${text} NOT NULL,
  officer   ${octets},
  mailbox   ${text},
  why       ${text},
  signature ${octets},
  PRIMARY KEY (case_id, number)
) ${plain};

CREATE TABLE recovery_share (
  case_id     ${text} NOT NULL,
  step        ${number} NOT NULL,
  position    ${number} NOT NULL,
  key_id      ${octets} NOT NULL,
  share_index ${number} NOT NULL,
  sealed      ${octets} NOT NULL,
  PRIMARY KEY (case_id, step, position),
  FOREIGN KEY (case_id, step) REFERENCES recovery_step (case_id, number)
) ${plain};

-- The people.

CREATE TABLE person (
  mailbox_key ${text} PRIMARY KEY,
  mailbox     ${text} NOT NULL,
  name        ${text} NOT NULL,
  state       ${text} NOT NULL,
  since       ${text} NOT NULL
) ${clustered};

CREATE TABLE person_group (
  person ${text} NOT NULL REFERENCES person (mailbox_key),
  name   ${text} NOT NULL,
  PRIMARY KEY (person, name)
) ${clustered};

-- What the next hop has accepted of messages that were split.

CREATE TABLE delivery (
  message       ${text} NOT NULL,
  recipient_key ${text} NOT NULL,
  recipient     ${text} NOT NULL,
  at            ${text} NOT NULL,
  PRIMARY KEY (message, recipient_key)
) ${clustered};

CREATE INDEX delivery_at ON delivery (at);
