# S/MIME BR §7.1, individual-validated, strict: what mail to a person is encrypted to.
# Its key is archived. X25519 and X448 may not be certified here (§7.1.3.1).
name: individual-strict-encryption
kind: person-encryption
key-usage: key-encipherment
extended-key-usage: 1.3.6.1.5.5.7.3.4
policies: 2.23.140.1.5.4.3 signet.1.2
validity: P824D
keys: p-256 p-384 p-521 rsa-2048 rsa-3072 rsa-4096 ml-kem-512 ml-kem-768 ml-kem-1024
names: mailbox person-name
