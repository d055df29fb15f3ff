# A time stamping authority: timeStamping alone and critical (RFC 3161 §2.3).
name: tsa
kind: tsa
key-usage: digital-signature non-repudiation
extended-key-usage: 1.3.6.1.5.5.7.3.8
policies: none
validity: P3650D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: common-name organization
