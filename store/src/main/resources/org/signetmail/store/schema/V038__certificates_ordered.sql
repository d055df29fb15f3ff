-- Those of no person, which the console shows behind people's when they are in the order of whose they are.
CREATE INDEX certificate_of_no_person ON certificate (log_index) WHERE owner_key IS NULL;
