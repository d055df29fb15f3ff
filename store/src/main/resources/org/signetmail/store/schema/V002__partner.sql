-- Other organisations whose roots count here, for mailboxes of their domains.

CREATE TABLE partner (
  name      ${text} PRIMARY KEY,
  log_index ${number} NOT NULL REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  domains   ${text} NOT NULL CHECK (length(domains) > 0),
  gateway   ${octets}
) ${plain};

CREATE TABLE partner_root (
  partner  ${text} NOT NULL REFERENCES partner (name),
  position ${number} NOT NULL,
  der      ${octets} NOT NULL,
  PRIMARY KEY (partner, position)
) ${plain};
