# A server's name. serverAuth alone; short, because it is renewed by machine.
name: tls-server
kind: tls-server
key-usage: digital-signature
extended-key-usage: 1.3.6.1.5.5.7.3.1
policies: none
validity: P199D
keys: p-256 p-384 p-521 ed25519 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: common-name dns-name
