-- Passkeys of those who run the system (W3C WebAuthn): public halves. A code, of which only SHA-256
-- is kept, lets somebody register one.
CREATE TABLE passkey (
  id          ${octets} PRIMARY KEY,
  mailbox_key ${text} NOT NULL,
  mailbox     ${text} NOT NULL,
  host        ${text} NOT NULL,
  credential  ${octets} NOT NULL,
  counter     ${number} NOT NULL,
  since       ${text} NOT NULL
) ${clustered};

CREATE INDEX passkey_mailbox ON passkey (mailbox_key);

CREATE TABLE passkey_code (
  mailbox_key ${text} PRIMARY KEY,
  digest      ${octets} NOT NULL CHECK (length(digest) = 32),
  until       ${text} NOT NULL
) ${clustered};

-- Who is signed in to the console: SHA-256 of the token that the browser holds, and with what.
CREATE TABLE staff_session (
  digest     ${octets} PRIMARY KEY CHECK (length(digest) = 32),
  mailbox    ${text} NOT NULL,
  credential ${text} NOT NULL,
  opened     ${text} NOT NULL,
  seen       ${text} NOT NULL
) ${clustered};

CREATE INDEX staff_session_opened ON staff_session (opened);
