#!/bin/sh
# Makes the certificates of the hostile server anew. They are test fixtures: nothing anywhere trusts their authority.
set -eu
cd "$(dirname "$0")"
rm -f ./*.pem

key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1"
}

# sign <name> <subjectAltName> <first day> <last day>, days as YYYYMMDD
sign() {
  key "$1.key.pem"
  openssl req -new -key "$1.key.pem" -subj "/CN=$1" -out "$work/$1.csr"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' \
    "$work" "$work" "$work" "$2" > "$work/$1.cnf"
  openssl ca -batch -config "$work/$1.cnf" -extensions e -cert authority.pem -keyfile authority.key.pem -in "$work/$1.csr" -notext \
    -startdate "${3}000000Z" -enddate "${4}000000Z" -out "$1.pem"
}

work=$(mktemp -d)
: > "$work/index"
echo 1000 > "$work/serial"

key authority.key.pem
openssl req -x509 -new -key authority.key.pem -subj '/CN=Hostile test authority' -days 36500 -out authority.pem \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign

here='DNS:localhost,DNS:dual.test,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1'
sign good "$here" 20240101 21240101
sign expired "$here" 20200101 20210101
sign future "$here" 21000101 21240101
sign elsewhere 'DNS:elsewhere.test' 20240101 21240101

key stranger.key.pem
openssl req -x509 -new -key stranger.key.pem -subj '/CN=localhost' -days 36500 -out stranger.pem -addext "subjectAltName=$here"

rm -r "$work" authority.key.pem
