-- The passwords under which mail goes to those who have no certificate, sealed under a secret that is not here; who of
-- our people was told one, to pass it on.
CREATE TABLE form_password (
  mailbox_key ${text} PRIMARY KEY,
  mailbox     ${text} NOT NULL,
  origin      ${text} NOT NULL CHECK (origin IN ('MADE', 'AGREED')),
  sealed      ${octets} NOT NULL,
  since       ${text} NOT NULL,
  told        ${text}
) ${clustered};
