-- Archived keys whose time was over: of the record, only the receipt stays.

CREATE TABLE destroyed_key (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  archived  ${number} NOT NULL REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  key_id    ${octets} NOT NULL,
  receipt   ${octets} NOT NULL
) ${plain};

CREATE INDEX destroyed_key_key ON destroyed_key (key_id);
