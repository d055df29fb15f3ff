-- The waves of the deployment plan; names of groups, waves and conditions stand one a line.
CREATE TABLE rollout_wave (
  name          ${text} PRIMARY KEY,
  position      ${number} NOT NULL,
  members_of    ${text} NOT NULL,
  follows       ${text} NOT NULL,
  conditions    ${text} NOT NULL,
  state         ${text} NOT NULL,
  changed       ${text} NOT NULL,
  policy_before ${text},
  policy_set    ${text}
) ${clustered};

-- Whom a wave invited, and how often they were reminded.
CREATE TABLE rollout_invitation (
  wave        ${text} NOT NULL,
  mailbox_key ${text} NOT NULL,
  mailbox     ${text} NOT NULL,
  first_at    ${text} NOT NULL,
  latest_at   ${text} NOT NULL,
  reminders   ${number} NOT NULL,
  PRIMARY KEY (wave, mailbox_key)
) ${clustered};

-- What people did with secure mail for the first time, as the gateway saw it.
CREATE TABLE rollout_milestone (
  mailbox_key ${text} NOT NULL,
  milestone   ${text} NOT NULL,
  at          ${text} NOT NULL,
  PRIMARY KEY (mailbox_key, milestone)
) ${clustered};

-- Encrypted messages that an answer would show to be read: SHA-256 of their Message-ID.
CREATE TABLE rollout_awaited (
  mailbox_key ${text} NOT NULL,
  message     ${text} NOT NULL,
  at          ${text} NOT NULL,
  PRIMARY KEY (mailbox_key, message)
) ${clustered};

-- Which policies were tried on mail.
CREATE TABLE rollout_simulation (
  policy     ${text} PRIMARY KEY,
  at         ${text} NOT NULL,
  messages   ${number} NOT NULL,
  recipients ${number} NOT NULL,
  stopped    ${number} NOT NULL
) ${clustered};
