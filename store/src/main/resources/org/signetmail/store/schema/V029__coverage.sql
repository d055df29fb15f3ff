-- How far each group was, day by day; the empty name is everybody.
CREATE TABLE rollout_coverage (
  day        ${text} NOT NULL,
  members_of ${text} NOT NULL,
  people     ${number} NOT NULL,
  enrolled   ${number} NOT NULL,
  signing    ${number} NOT NULL,
  reading    ${number} NOT NULL,
  PRIMARY KEY (day, members_of)
) ${clustered};
