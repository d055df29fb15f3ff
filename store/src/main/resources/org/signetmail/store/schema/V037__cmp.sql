-- Operations of CMP: a request for a certificate, and what follows it until it is over.
CREATE TABLE cmp_transaction (
  id          ${text} PRIMARY KEY,
  mailbox     ${text} NOT NULL,
  code_since  ${text},
  signer      ${text},
  nonce       ${octets} NOT NULL,
  stage       ${text} NOT NULL,
  kind        ${text},
  request     ${octets},
  issuer      ${octets},
  serial      ${octets},
  until       ${text} NOT NULL
) ${clustered};
CREATE INDEX cmp_transaction_until ON cmp_transaction (until);
