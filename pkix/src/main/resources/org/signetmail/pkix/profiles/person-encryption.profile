# What mail to a person is encrypted to; its key is archived. X25519 is for private trust only
# (S/MIME BR §6.1.5 knows no such key).
name: person-encryption
kind: person-encryption
key-usage: key-encipherment
extended-key-usage: 1.3.6.1.5.5.7.3.4
policies: signet.1.2
validity: P824D
keys: p-256 p-384 p-521 x25519 x448 rsa-2048 rsa-3072 rsa-4096 ml-kem-512 ml-kem-768 ml-kem-1024 mlkem768-x25519 mlkem768-p256 mlkem768-p384 mlkem1024-p384 mlkem1024-x448 mlkem1024-p521
names: mailbox common-name organization
