# The organisation's seal on mail, made by a gateway for its people: digitalSignature only, and the policy
# that tells every reader so.
name: seal
kind: seal
key-usage: digital-signature
extended-key-usage: 1.3.6.1.5.5.7.3.4
policies: signet.1.3
validity: P824D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: mailbox common-name organization
