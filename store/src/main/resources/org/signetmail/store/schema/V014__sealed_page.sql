-- The hashes of the receipts of each page of records that were sealed again, as its leaf has their root:
-- so that a record whose page another replacement split is still held against it.
CREATE TABLE sealed_page (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  receipts  ${octets} NOT NULL
) ${plain};
