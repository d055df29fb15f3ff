-- Encryption certificates of correspondents that came with signed mail, the authorities that came along (PEM),
-- and what the holders said their programs open; and what a partner said of its people's programs.
CREATE TABLE harvested_certificate (
  mailbox_key ${text} NOT NULL,
  fingerprint ${octets} NOT NULL CHECK (length(fingerprint) = 32),
  mailbox     ${text} NOT NULL,
  der         ${octets} NOT NULL,
  between_pem ${text} NOT NULL,
  reads       ${text} NOT NULL,
  announced   ${text},
  heard       ${text} NOT NULL,
  PRIMARY KEY (mailbox_key, fingerprint)
) ${clustered};

CREATE INDEX harvested_certificate_fingerprint ON harvested_certificate (fingerprint);

ALTER TABLE partner ADD COLUMN reads ${text} NOT NULL DEFAULT '';
