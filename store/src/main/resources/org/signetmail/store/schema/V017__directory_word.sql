-- By what people are looked for in the directory: each word of a name and of a local part, in lower case, of
-- everybody who has or had a certificate to encrypt to. Filled in by the program, which can take words apart.
CREATE TABLE directory_word (
  word        ${text} NOT NULL,
  mailbox_key ${text} NOT NULL,
  PRIMARY KEY (word, mailbox_key)
) ${clustered};

-- What is not heard of any more is deleted by age.
CREATE INDEX harvested_certificate_heard ON harvested_certificate (heard);
