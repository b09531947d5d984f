#!/bin/sh
# read.sh URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed.
set -eu
picture=$(base64 <"$2")
picture=$(echo "$picture" | tr -d '\n')

# The body of an answer. An error is told on stderr, and ends the script.
ask() {
  answer=$(curl -sS -w '\n%{http_code}' "$1" -H "Authorization: APPCODE ${CODE-}" -H 'Content-Type: application/json' -d @-)
  status=${answer##*
}
  body=${answer%?"$status"}
  if [ "$status" != 200 ]; then
    echo "not read: $status $body" >&2
    exit 1
  fi
  echo "$body"
}

echo "{\"image\":\"$picture\",\"configure\":{\"mask\":true}}" | ask "$1/v1/cards" | grep -o '"panGrouped":"[^"]*"'
echo "{\"image\":\"$picture\",\"configure\":{\"mask\":true}}" | ask "$1/bankcard"
echo "{\"inputs\":[{\"image\":{\"dataType\":50,\"dataValue\":\"$picture\"},\"configure\":{\"dataType\":50,\"dataValue\":\"{\\\"mask\\\":true}\"}}]}" |
  ask "$1/rest/160601/ocr/ocr_bank_card.json"
