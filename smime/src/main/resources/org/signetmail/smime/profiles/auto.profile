# The default: the strongest form for which there is evidence that every recipient reads it,
# and without evidence what every reader in use opens. Source: RFC 8551 §2, with its MUST- where
# nothing else is known (§2.7.1); RFC 9709 where it is announced.
make.digest = sha-256 sha-384 sha-512 shake256 shake128
make.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-65 ml-dsa-87 ml-dsa-44 slh-dsa-256 slh-dsa-192 slh-dsa-128
make.rsa-bits = 2048
make.ec-bits = 256
make.content = aes256-GCM chacha20-poly1305 aes128-GCM aes256-CBC aes128-CBC
make.key-management = rsa-oaep rsa-kem rsa-pkcs1 ecdh ecdh-hkdf mlkem1024-p521 mlkem1024-p384 mlkem1024-x448 mlkem768-p384 mlkem768-p256 mlkem768-x25519 ml-kem-1024 ml-kem-768 ml-kem-512 password
make.key-derivation = cek-hkdf-sha256
evidence = aes256-GCM chacha20-poly1305 aes128-GCM rsa-oaep rsa-kem
announce = aes256-CBC aes128-CBC

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake128 shake256
accept.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-44 ml-dsa-65 ml-dsa-87 slh-dsa-128 slh-dsa-192 slh-dsa-256
accept.rsa-bits = 2048
accept.ec-bits = 256
accept.content = aes128-GCM aes192-GCM aes256-GCM chacha20-poly1305 aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep rsa-kem rsa-pkcs1 ecdh ecdh-hkdf ml-kem-512 ml-kem-768 ml-kem-1024 mlkem768-x25519 mlkem768-p256 mlkem768-p384 mlkem1024-p384 mlkem1024-x448 mlkem1024-p521 password
accept.key-derivation = cek-hkdf-sha256
