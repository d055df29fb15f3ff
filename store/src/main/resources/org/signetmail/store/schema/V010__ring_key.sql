-- Keys that the gateway opens mail from outside with, sealed under a secret that is not here. A holder is a mailbox,
-- or a domain after an at sign. No key that signs gets in: its use is taken as every certificate's is.
CREATE TABLE ring_key (
  log_index   ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  holder      ${text} NOT NULL,
  fingerprint ${octets} NOT NULL CHECK (length(fingerprint) = 32),
  key_id      ${octets} NOT NULL,
  key_use     ${text} NOT NULL DEFAULT 'encryption' CHECK (key_use = 'encryption'),
  der         ${octets} NOT NULL,
  sealed      ${octets} NOT NULL,
  since       ${text} NOT NULL,
  UNIQUE (holder, fingerprint),
  FOREIGN KEY (key_id, key_use) REFERENCES key_use (key_id, key_use)
) ${plain};
