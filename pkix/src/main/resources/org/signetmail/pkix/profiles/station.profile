# A station of two persons that opens messages for an investigation. Its own extended key usage keeps mail off it.
name: station
kind: station
key-usage: key-encipherment
extended-key-usage: signet.2.5
policies: signet.1.6
validity: P366D
keys: p-256 p-384 p-521 x25519 x448 rsa-3072 rsa-4096 ml-kem-768 ml-kem-1024
names: common-name organization
