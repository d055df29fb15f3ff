# The archive's signature on its receipts.
name: archive-signing
kind: archive-signing
key-usage: digital-signature
extended-key-usage: signet.2.4
policies: signet.1.5
validity: P1825D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: common-name organization
