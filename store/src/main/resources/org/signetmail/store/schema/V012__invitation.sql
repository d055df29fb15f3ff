-- The signing key that a person's present invitation is kept for: one code is of use to one key.
ALTER TABLE person ADD COLUMN redeemer ${octets};
