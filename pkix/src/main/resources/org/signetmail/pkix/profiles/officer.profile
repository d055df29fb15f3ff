# A recovery officer: shares of archived keys are sealed to it. Its own extended key usage keeps mail off it.
name: officer
kind: officer
key-usage: key-encipherment
extended-key-usage: signet.2.1
policies: signet.1.4
validity: P824D
keys: p-256 p-384 p-521 x25519 x448 rsa-2048 rsa-3072 rsa-4096 ml-kem-512 ml-kem-768 ml-kem-1024
names: common-name organization
