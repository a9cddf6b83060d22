#!/bin/sh
# Makes a CA in authority/ unless there is one, and for each name a folder certs/NAME with its certificate, its key and the CA's certificate, for as
# long as 'fed certs' gives. The names are also those of hosts. Run again, it gives more time.
# usage: issue-certificates.sh NAME...
set -eu
[ -f authority/ca.crt ] || /app/fed certs init authority
for name in "$@"; do
    if [ -f "authority/$name.crt" ]; then
        /app/fed certs renew authority "$name"
    else
        /app/fed certs issue authority "$name" --host "$name"
    fi
    mkdir -p "certs/$name"
    for file in ca.crt "$name.crt" "$name.key"; do
        cp "authority/$file" "certs/$name/$file.new"
        mv "certs/$name/$file.new" "certs/$name/$file"
    done
done
