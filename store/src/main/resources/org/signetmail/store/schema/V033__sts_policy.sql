-- What domains say of the servers that take their mail (MTA-STS, RFC 8461), as they published it.
CREATE TABLE sts_policy (
  domain      ${text} PRIMARY KEY,
  id          ${text} NOT NULL,
  policy      ${octets} NOT NULL,
  fetched     ${text} NOT NULL,
  holds_until ${text} NOT NULL
) ${clustered};
