# A person's signature. nonRepudiation, because the key was made and is kept by the person alone
# (S/MIME BR §7.1.2.3 e). Below 825 days (§6.3.2).
name: person-signing
kind: person-signing
key-usage: digital-signature non-repudiation
extended-key-usage: 1.3.6.1.5.5.7.3.4
policies: signet.1.1
validity: P824D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87 slh-dsa-sha2-128s slh-dsa-sha2-128f slh-dsa-sha2-192s slh-dsa-sha2-192f slh-dsa-sha2-256s slh-dsa-sha2-256f slh-dsa-shake-128s slh-dsa-shake-128f slh-dsa-shake-192s slh-dsa-shake-192f slh-dsa-shake-256s slh-dsa-shake-256f
names: mailbox common-name organization
