# A recovery officer's approvals and denials. The officer alone holds the key.
name: officer-signing
kind: officer-signing
key-usage: digital-signature non-repudiation
extended-key-usage: signet.2.2
policies: signet.1.4
validity: P824D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: common-name organization
