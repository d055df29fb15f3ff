# What a key is encrypted to on its way into the archive.
name: archive
kind: archive
key-usage: key-encipherment
extended-key-usage: signet.2.3
policies: signet.1.5
validity: P1825D
keys: p-256 p-384 p-521 x25519 x448 rsa-2048 rsa-3072 rsa-4096 ml-kem-512 ml-kem-768 ml-kem-1024
names: common-name organization
