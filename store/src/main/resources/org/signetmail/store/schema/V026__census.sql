-- What the console counts and finds without reading certificates: when each ends (filled in for
-- those of before), people by state, and the words of names and addresses.
ALTER TABLE certificate ADD COLUMN not_after ${text};

CREATE INDEX certificate_end ON certificate (kind, not_after);

CREATE INDEX person_state ON person (state);

CREATE TABLE person_word (
  word        ${text} NOT NULL,
  mailbox_key ${text} NOT NULL,
  PRIMARY KEY (word, mailbox_key)
) ${clustered};

CREATE INDEX person_word_person ON person_word (mailbox_key, word);
