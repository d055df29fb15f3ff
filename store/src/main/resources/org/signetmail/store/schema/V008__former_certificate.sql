-- Certificates of former times over people's keys, by whomever issued: old messages name their recipient by
-- these, and one that signs keeps its key out of the archive for ever.
CREATE TABLE former_certificate (
  log_index   ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  fingerprint ${octets} NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  key_id      ${octets} NOT NULL,
  key_use     ${text} NOT NULL,
  der         ${octets} NOT NULL,
  FOREIGN KEY (key_id, key_use) REFERENCES key_use (key_id, key_use)
) ${plain};

CREATE INDEX former_certificate_key ON former_certificate (key_id, log_index);
