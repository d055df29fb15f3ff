-- Requests for certificates that an administrator decides about: one for each key and kind.
CREATE TABLE pending_request (
  key_id      ${octets} NOT NULL CHECK (length(key_id) = 32),
  kind        ${text} NOT NULL,
  mailbox_key ${text} NOT NULL,
  mailbox     ${text} NOT NULL,
  request     ${octets} NOT NULL,
  state       ${text} NOT NULL,
  asked       ${text} NOT NULL,
  decided_by  ${text},
  PRIMARY KEY (key_id, kind)
) ${clustered};
