# What Outlook, Thunderbird, gpgsm and OpenSSL 3.0 read: AES-256-CBC around a signature.
make.digest = sha-256 sha-384 sha-512 shake256
make.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-65 ml-dsa-87 ml-dsa-44
make.rsa-bits = 2048
make.content = aes256-CBC
make.key-management = rsa-pkcs1 ecdh ecdh-hkdf ml-kem-1024 ml-kem-768 ml-kem-512
announce = aes256-CBC aes128-CBC

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake256
accept.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-44 ml-dsa-65 ml-dsa-87
accept.rsa-bits = 2048
accept.content = aes128-GCM aes192-GCM aes256-GCM chacha20-poly1305 aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep rsa-pkcs1 ecdh ecdh-hkdf ml-kem-512 ml-kem-768 ml-kem-1024
