#!/bin/sh
# read.sh URL PICTURE: the new form, then the old one. CODE: the access code, if one is needed.
set -eu
picture=$(base64 <"$2" | tr -d '\n')
ask() { curl -sf "$1" -H "Authorization: APPCODE ${CODE-}" -H 'Content-Type: application/json' -d @-; }

echo "{\"image\":\"$picture\",\"configure\":{\"mask\":true}}" | ask "$1/bankcard"
echo
echo "{\"inputs\":[{\"image\":{\"dataType\":50,\"dataValue\":\"$picture\"},\"configure\":{\"dataType\":50,\"dataValue\":\"{\\\"mask\\\":true}\"}}]}" |
  ask "$1/rest/160601/ocr/ocr_bank_card.json"
echo
