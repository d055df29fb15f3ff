# Reading only, for old mail in an archive: nothing is made with it. Source: what RFC 5751, RFC 3851
# and RFC 2633 had, as far as it is still read; not single DES, not MD2.
accept.digest = md5 sha-1 sha-224 sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake128 shake256
accept.signature = dsa rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-44 ml-dsa-65 ml-dsa-87 slh-dsa-128 slh-dsa-192 slh-dsa-256
accept.rsa-bits = 1024
accept.ec-bits = 192
accept.paths = historic
accept.content = aes128-GCM aes192-GCM aes256-GCM chacha20-poly1305 aes128-CBC aes192-CBC aes256-CBC des-EDE3-CBC rc2-128-CBC rc2-64-CBC rc2-40-CBC
accept.key-management = rsa-oaep rsa-kem rsa-pkcs1 ecdh ecdh-hkdf ml-kem-512 ml-kem-768 ml-kem-1024 mlkem768-x25519 mlkem768-p256 mlkem768-p384 mlkem1024-p384 mlkem1024-x448 mlkem1024-p521 password
accept.key-derivation = cek-hkdf-sha256
