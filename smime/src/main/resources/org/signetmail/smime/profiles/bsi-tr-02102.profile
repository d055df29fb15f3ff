# BSI TR-02102-1: RSA from 3000 bits with PSS and OAEP, authenticated encryption where it is read.
make.digest = sha-256 sha-384 sha-512
make.signature = rsa-pss ecdsa ml-dsa-65 ml-dsa-87
make.rsa-bits = 3000
make.content = aes256-GCM aes256-CBC
make.key-management = rsa-oaep ecdh ml-kem-1024 ml-kem-768
evidence = aes256-GCM
announce = aes256-GCM aes256-CBC aes128-CBC

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512
accept.signature = rsa-pss ecdsa ml-dsa-65 ml-dsa-87
accept.rsa-bits = 3000
accept.content = aes128-GCM aes192-GCM aes256-GCM aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep ecdh ml-kem-768 ml-kem-1024
