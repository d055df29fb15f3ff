-- What people's mail programs log in with: HMAC-SHA-256 of a random password of 140 bits, under a salt.
CREATE TABLE submission_password (
  mailbox_key ${text} PRIMARY KEY,
  mailbox     ${text} NOT NULL,
  salt        ${octets} NOT NULL CHECK (length(salt) = 32),
  digest      ${octets} NOT NULL CHECK (length(digest) = 32),
  since       ${text} NOT NULL
) ${clustered};
