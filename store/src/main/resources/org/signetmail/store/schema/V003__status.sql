-- Every change of a certificate's status, in the order of the log; `revocation` is where they led.
-- The reason 8 (removeFromCRL) is a hold that was taken back.
CREATE TABLE status_change (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  issuer    ${octets} NOT NULL,
  serial    ${octets} NOT NULL,
  at        ${text} NOT NULL,
  reason    ${number} NOT NULL,
  FOREIGN KEY (issuer, serial) REFERENCES certificate (issuer, serial)
) ${plain};

CREATE INDEX status_change_issuer ON status_change (issuer, log_index);

INSERT INTO status_change (log_index, issuer, serial, at, reason)
  SELECT log_index, issuer, serial, at, reason FROM revocation;

-- The current CRLs of each issuer: whole and in parts, complete and delta. up_to is the last
-- change of status that a list knows, base_* the complete list that delta lists build on.
CREATE TABLE revocation_list (
  issuer      ${octets} NOT NULL,
  part        ${number} NOT NULL,
  parts       ${number} NOT NULL,
  form        ${text} NOT NULL CHECK (form IN ('COMPLETE', 'DELTA')),
  number      ${number} NOT NULL,
  this_update ${text} NOT NULL,
  next_update ${text} NOT NULL,
  up_to       ${number} NOT NULL,
  base_number ${number} NOT NULL,
  base_at     ${text} NOT NULL,
  base_up_to  ${number} NOT NULL,
  der         ${octets} NOT NULL,
  PRIMARY KEY (issuer, parts, part, form)
) ${plain};

INSERT INTO revocation_list (issuer, part, parts, form, number, this_update, next_update, up_to,
    base_number, base_at, base_up_to, der)
  SELECT issuer, 0, 1, 'COMPLETE', number, this_update, next_update, -1, number, this_update, -1, der
  FROM crl;

DROP TABLE crl;

-- Who of several nodes does what one of them needs to do.
CREATE TABLE claim (
  task   ${text} PRIMARY KEY,
  holder ${text} NOT NULL,
  until  ${text} NOT NULL
) ${clustered};

-- What RFC 4387 lets anybody ask for: SHA-1 hashes of parts, and the subject's common name.
-- Certificates of before are filled in by the program, which can hash.
ALTER TABLE certificate ADD COLUMN name ${text};

ALTER TABLE certificate ADD COLUMN cert_hash ${octets};

ALTER TABLE certificate ADD COLUMN serial_hash ${octets};

ALTER TABLE certificate ADD COLUMN subject_hash ${octets};

ALTER TABLE certificate ADD COLUMN key_hash ${octets};

CREATE INDEX certificate_name ON certificate (name);

CREATE INDEX certificate_cert_hash ON certificate (cert_hash);

CREATE INDEX certificate_serial_hash ON certificate (serial_hash);

CREATE INDEX certificate_subject_hash ON certificate (subject_hash);

CREATE INDEX certificate_key_hash ON certificate (key_hash);
