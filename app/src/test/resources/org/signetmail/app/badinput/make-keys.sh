#!/bin/bash
# make-keys.sh - makes the certificates and keys of BadInputTest anew, in this folder, with OpenSSL.
# They are for this test only. Every password is "x". Valid for a hundred years, except expired.pem.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
days=36500
printf '[req]\ndistinguished_name=dn\n[dn]\n' > "$work/req.cnf"

person() { # person NAME KEYUSAGE [x509 options]: a certificate of the root, from $work/NAME.key
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,%s\nextendedKeyUsage=emailProtection\nsubjectAltName=email:%s@example.test\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' \
    "$2" "$1" > "$work/ext"
  openssl req -new -key "$work/$1.key" -subj "/CN=$1" -config "$work/req.cnf" -out "$work/csr"
  openssl x509 -req -in "$work/csr" -CA root.pem -CAkey "$work/root.key" -CAserial "$work/serial" \
    -CAcreateserial -extfile "$work/ext" -out "$1.pem" "${@:3}" 2> "$work/log" || cat "$work/log"
}
key() { openssl genpkey -quiet -algorithm "$@"; }

key EC -pkeyopt ec_paramgen_curve:P-256 > "$work/root.key"
openssl req -new -x509 -key "$work/root.key" -days $days -subj "/CN=Bad Input Root" -config "$work/req.cnf" \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
  -addext subjectKeyIdentifier=hash -out root.pem

key RSA -pkeyopt rsa_keygen_bits:2048 > "$work/alice.key"
person alice digitalSignature,keyEncipherment -days $days
cp "$work/alice.key" alice.key
openssl pkcs12 -export -inkey alice.key -in alice.pem -certfile root.pem -passout pass:x -out alice.p12
openssl pkcs12 -export -nokeys -in alice.pem -passout pass:x -out no-key.p12

key EC -pkeyopt ec_paramgen_curve:P-256 > "$work/signs-only.key"
person signs-only digitalSignature -days $days
openssl pkcs12 -export -inkey "$work/signs-only.key" -in signs-only.pem -passout pass:x -out signs-only.p12

key RSA -pkeyopt rsa_keygen_bits:2048 > "$work/expired.key"
# OpenSSL 3.0's x509 takes no dates; its ca does.
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' \
  "$work" "$work" "$work" > "$work/ca.cnf"
: > "$work/index"
printf 'keyUsage=critical,keyEncipherment\nextendedKeyUsage=emailProtection\nsubjectAltName=email:expired@example.test\n' > "$work/ext"
openssl req -new -key "$work/expired.key" -subj "/CN=expired" -config "$work/req.cnf" -out "$work/csr"
openssl ca -config "$work/ca.cnf" -batch -notext -in "$work/csr" -cert root.pem -keyfile "$work/root.key" \
  -extfile "$work/ext" -startdate 20200101000000Z -enddate 20210101000000Z -out expired.pem 2> "$work/log" || cat "$work/log"
openssl pkcs12 -export -inkey "$work/expired.key" -in expired.pem -passout pass:x -out expired.p12

# A key of 16384 bits that nobody has: a modulus of noise is enough for a certificate.
{ printf 'asn1=SEQUENCE:k\n[k]\na=SEQUENCE:alg\nb=BITWRAP,SEQUENCE:rsa\n[alg]\noid=OID:rsaEncryption\nnull=NULL\n[rsa]\nn=INTEGER:0xC'
  openssl rand -hex 2048 | tr -d '\n' | cut -c2-4095 | tr -d '\n'; printf '1\ne=INTEGER:65537\n'; } > "$work/spki.cnf"
openssl asn1parse -genconf "$work/spki.cnf" -noout -out "$work/spki.der"
openssl pkey -pubin -inform DER -in "$work/spki.der" -out "$work/giant.pub" 2> /dev/null
key RSA -pkeyopt rsa_keygen_bits:2048 > "$work/giant.key"
person giant keyEncipherment -days $days -force_pubkey "$work/giant.pub"
ls
