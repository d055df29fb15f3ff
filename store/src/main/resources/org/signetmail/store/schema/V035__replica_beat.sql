-- How fresh a read replica is: a node writes here once a second, and looks for it at the replica.
CREATE TABLE replica_beat (
  node ${text} PRIMARY KEY,
  beat ${number} NOT NULL,
  at   ${text} NOT NULL
) ${clustered};

-- The oldest version of the program that may go on with these tables, though it does not know all.
ALTER TABLE signet_schema ADD COLUMN usable_from ${number};
