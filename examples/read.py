"""read.py URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed."""

import base64
import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

url, picture = sys.argv[1:]
with open(picture, "rb") as file:
    image = base64.b64encode(file.read()).decode()


def ask(path, body):
    headers = {"Content-Type": "application/json", "Authorization": f"APPCODE {os.environ.get('CODE', '')}"}
    try:
        with urlopen(Request(url + path, json.dumps(body).encode(), headers)) as answer:
            return json.load(answer)
    except HTTPError as error:  # of /v1/cards: JSON with code and message; else: text
        sys.exit(f"not read: {error.code} {error.read().decode()}")
    except URLError as error:
        sys.exit(f"no answer: {error.reason}")


for card in ask("/v1/cards", {"image": image, "configure": {"mask": True}})["cards"]:
    print(card["panGrouped"], card["confidence"]["pan"], card["warnings"])

print(ask("/bankcard", {"image": image, "configure": {"mask": True}})["result"]["bank_card_number"])

configure = {"dataType": 50, "dataValue": json.dumps({"mask": True})}
answer = ask("/rest/160601/ocr/ocr_bank_card.json", {"inputs": [{"image": {"dataType": 50, "dataValue": image}, "configure": configure}]})
print(json.loads(answer["outputs"][0]["outputValue"]["dataValue"])["result"]["bank_card_number"])
