-- Who is signed in to the portal: SHA-256 of the token that the browser holds. The person's state of
-- then makes the mailbox shown of use for one set of certificates.
CREATE TABLE web_session (
  digest  ${octets} PRIMARY KEY CHECK (length(digest) = 32),
  mailbox ${text} NOT NULL,
  since   ${text} NOT NULL,
  opened  ${text} NOT NULL,
  seen    ${text} NOT NULL
) ${clustered};
CREATE INDEX web_session_opened ON web_session (opened);

-- What may be tried only so often, by a digest that names nobody.
CREATE TABLE attempt (
  what  ${text} PRIMARY KEY,
  until ${text} NOT NULL,
  taken ${number} NOT NULL
) ${clustered};
CREATE INDEX attempt_until ON attempt (until);
