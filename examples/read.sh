#!/bin/sh
# read.sh URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed.
set -eu
picture=$(base64 <"$2")
picture=$(echo "$picture" | tr -d '\n')

# The body of an answer. An error is told on stderr, and ends the script. The code comes by descriptor 3: other users of the machine see what
# stands in curl's command.
ask() {
  answer=$(
    curl -sS -w '\n%{http_code}' "$1" -H @/dev/fd/3 -H 'Content-Type: application/json' -d @- 3<<EOF
Authorization: APPCODE ${CODE-}
EOF
  )
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
