# S/MIME BR §7.1, sponsor-validated, strict: a signature of a person, vouched for by a legal entity.
# nonRepudiation, because the key was made and is kept by its holder alone (§7.1.2.3 e).
name: sponsor-strict-signing
kind: person-signing
key-usage: digital-signature non-repudiation
extended-key-usage: 1.3.6.1.5.5.7.3.4
policies: 2.23.140.1.5.3.3 signet.1.1
validity: P824D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: mailbox organization organization-identifier person-name
