# Only algorithms that withstand a quantum computer (RFC 9882, RFC 9936).
make.digest = sha-512
make.signature = ml-dsa-87 ml-dsa-65
make.content = aes256-GCM
make.key-management = ml-kem-1024 ml-kem-768
announce = aes256-GCM

accept.digest = sha-512 sha3-512 shake256
accept.signature = ml-dsa-65 ml-dsa-87
accept.content = aes256-GCM chacha20-poly1305 aes256-CBC
accept.key-management = ml-kem-768 ml-kem-1024
