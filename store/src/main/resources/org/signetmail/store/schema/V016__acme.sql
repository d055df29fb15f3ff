-- What an ACME account can be bound with. Its MAC key is not here: it is made from a secret and this row.
CREATE TABLE acme_external_account (
  id        ${text} PRIMARY KEY,
  log_index ${number} NOT NULL UNIQUE REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  holder    ${text} NOT NULL,
  created   ${text} NOT NULL,
  until     ${text} NOT NULL,
  account   ${text} UNIQUE
) ${clustered};
CREATE TABLE acme_account (
  id         ${text} PRIMARY KEY,
  log_index  ${number} NOT NULL UNIQUE REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  thumbprint ${text} NOT NULL UNIQUE,
  jwk        ${text} NOT NULL,
  status     ${text} NOT NULL,
  contacts   ${text} NOT NULL,
  holder     ${text} NOT NULL,
  external   ${text} UNIQUE,
  created    ${text} NOT NULL,
  revision   ${number} NOT NULL
) ${clustered};
-- An order with its one authorization and challenge. What went by mail is here as a digest only.
CREATE TABLE acme_order (
  id               ${text} PRIMARY KEY,
  account          ${text} NOT NULL REFERENCES acme_account (id),
  mailbox_key      ${text} NOT NULL,
  mailbox          ${text} NOT NULL,
  created          ${text} NOT NULL,
  expires          ${text} NOT NULL,
  replaced_issuer  ${octets},
  replaced_serial  ${octets},
  sent_token       ${text} NOT NULL UNIQUE,
  by_https         ${text} NOT NULL,
  response         ${text} NOT NULL,
  answered         ${text},
  triggered        ${text},
  challenge_error  ${text},
  challenge_detail ${text},
  deactivated      ${text},
  working_key      ${octets},
  working_since    ${text},
  error            ${text},
  detail           ${text},
  issuer           ${octets},
  serial           ${octets},
  revision         ${number} NOT NULL
) ${clustered};
CREATE INDEX acme_order_account ON acme_order (account, created);
CREATE INDEX acme_order_mailbox ON acme_order (mailbox_key, created);
CREATE INDEX acme_order_certificate ON acme_order (serial);
CREATE INDEX acme_order_replaced ON acme_order (replaced_serial);
CREATE INDEX acme_order_expires ON acme_order (expires);
-- Nonces that were used, until nobody would take them in any case.
CREATE TABLE acme_nonce (
  nonce ${text} PRIMARY KEY,
  until ${text} NOT NULL
) ${clustered};
CREATE INDEX acme_nonce_until ON acme_nonce (until);
