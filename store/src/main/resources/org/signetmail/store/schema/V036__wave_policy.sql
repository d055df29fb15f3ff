-- A policy that somebody proposed for a wave, until somebody else starts it with it.
CREATE TABLE wave_policy (
  wave        ${text} PRIMARY KEY,
  log_index   ${number} NOT NULL,
  policy      ${text} NOT NULL,
  signature   ${octets},
  mailbox     ${text} NOT NULL,
  proposed    ${text} NOT NULL
) ${clustered};

-- People in the order of their groups.
CREATE INDEX person_group_name ON person_group (name, person);
