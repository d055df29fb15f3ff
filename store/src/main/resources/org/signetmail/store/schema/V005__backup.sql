-- Backups that were taken, and drills that tried one. Rows are never deleted: verified and removed
-- are filled in later.

CREATE TABLE backup (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  id        ${text} NOT NULL UNIQUE,
  at        ${text} NOT NULL,
  number    ${number} NOT NULL,
  base      ${text},
  file      ${text} NOT NULL,
  octets    ${number} NOT NULL,
  content   ${number} NOT NULL,
  verified  ${text},
  removed   ${text}
) ${plain};

CREATE TABLE drill (
  log_index ${number} PRIMARY KEY REFERENCES log_leaf (idx) DEFERRABLE INITIALLY DEFERRED,
  backup    ${text} NOT NULL,
  at        ${text} NOT NULL,
  result    ${text} NOT NULL CHECK (result IN ('passed', 'failed')),
  report    ${text} NOT NULL
) ${plain};
