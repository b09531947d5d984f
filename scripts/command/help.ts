export const HELP = `Reads bank cards from pictures: number, expiry, bank, type and scheme. Nothing leaves this machine.

usage: bankcard-ocr read FILE…                   read some pictures
       bankcard-ocr batch PICTURES… --out FILE   read a great many, into a file
       bankcard-ocr serve                        answer HTTP requests
       bankcard-ocr evaluate DIR                 measure how right the readings of labelled pictures are
       bankcard-ocr COMMAND --help
       bankcard-ocr --version

exit code: 0 all right; 1 some pictures failed, or the command did; 2 wrong usage; 129, 130 or 143 interrupted

examples:
  bankcard-ocr read card.jpg
  bankcard-ocr batch photos --out cards.csv
  bankcard-ocr serve --port 8080
`;

export const READ_HELP = `usage: bankcard-ocr read FILE… [--json] [--mask] [--debug DIR [--unmasked]]

FILE: a picture; -: what comes on standard input

  --json       one JSON line a picture
  --mask       only the first 6 and last 4 digits
  --debug DIR  also write how each picture was read, look by look, to a page in DIR, readable by you alone: numbers are hidden
  --unmasked   in these pages they are not

examples:
  bankcard-ocr read card.jpg
  bankcard-ocr read --json --mask *.jpg | jq -r .issuer
  curl -s https://example.com/card.jpg | bankcard-ocr read -
`;

export const BATCH_HELP = `usage: bankcard-ocr batch PICTURES… --out FILE.jsonl|FILE.csv [options]

PICTURES: files, folders (with all below but hidden files), patterns in quotes, s3://bucket/prefix

Each picture becomes a record of FILE as soon as it is read. Run again with the same FILE, it goes on where it was: what is in FILE is not read again.

  --out FILE       where the records go; made if it is not there, readable by you alone
  --format FORMAT  jsonl or csv, where the ending of FILE does not tell
  --workers N      processes that read at the same time; default: one a core
  --unmasked       whole numbers; else only the first 6 and last 4 digits
  --all-cards      a record for each card of a picture; else for the most prominent one alone
  --group-by PATTERN  pictures of one card are read together, and become one record, which names the first of them: those of a folder in whose names
                   the regular expression matches the same, or its groups do; 8 at most, and not with --all-cards. One in whose name it does not match is
                   read alone. A PATTERN with a / is matched against whole paths, whatever the folder
  --annotate DIR   also write each picture that is read to DIR: card, number and date outlined, the reading below; unless --unmasked the middle
                   digits are covered. DIR must not lie in a folder of PICTURES

A folder that cannot be read and a link that leads nowhere are named, and the exit code is 1. A path that is not there is wrong usage: exit code 2.
FILE.csv opens in Excel, LibreOffice and Gnumeric with numbers and dates as text: such fields are written as ="…". Programs read FILE.jsonl more easily.

Ctrl-C: no further pictures; those in hand are finished. Twice: at once.

examples:
  bankcard-ocr batch photos --out cards.jsonl
  bankcard-ocr batch 'photos/2026-*/**/*.jpg' --out cards.csv --annotate marked
  bankcard-ocr batch frames --group-by '(.*)-[0-9]+' --out cards.csv    (a-1.jpg with a-2.jpg, b-front.jpg alone)
  bankcard-ocr batch s3://my-bucket/cards/ --out cards.jsonl --workers 8
`;

export const SERVE_HELP = `usage: bankcard-ocr serve [--port PORT] [--host HOST] [--name NAME]

Answers POST /bankcard and POST /v1/cards as the deployed function does; GET / shows a page to try it, GET /docs the reference, GET /v1/health whether it serves. It asks for no key: let only those reach it who may use it.
Settings are those of the function, in the environment (CORS_ORIGIN, MAX_WAITING, PAGE, TIME_BUDGET_MS, LOG_LEVEL …). Ctrl-C: finishes what it is at.

  --port PORT      default: 3000; 0: any that is free
  --host HOST      default: 127.0.0.1, which only this machine reaches
  --name NAME      a name by which clients call it, beside addresses, localhost and HOST; again for another one. Others are answered 400: a web page could
                   bring its visitors' browsers here by a name of its own

examples:
  bankcard-ocr serve
  curl -s 'http://127.0.0.1:3000/v1/cards?mask=true' -F image=@card.jpg
`;

export const EVALUATE_HELP = `usage: bankcard-ocr evaluate DIR [--only KINDS] [--turn DEGREES] [--without RUNGS] [--json | --views | --slight | --rungs | --together]

DIR: pictures with a labels.json, an array of {"file","pan","expiry","type","kind","embossed"}; or strips with a labels.tsv, or made scenes with a
scenes.json, as scripts/train makes them (of clean scenes, --only warnings reads spoilt ones, --only covers such with hidden digits)

  --only KINDS     only pictures of these kinds, with commas between
  --turn DEGREES   turn each picture first, clockwise
  --without RUNGS  leave out these steps of the reading (--rungs lists them), or all that ask a network of this name
  --json           print the readings, as JSON lines, in place of the scores
  --views          also turned, and as a part of a larger picture
  --slight         also changed by next to nothing: how much of a rate is chance
  --rungs          what each step of the reading costs, and which numbers and dates are right or wrong because of it
  --together       two spoilt copies of each picture, or of each made card five frames, alone and together

examples:
  bankcard-ocr evaluate cards --only photo,scan
`;

export const BENCHMARK_HELP = `usage: npm run -s benchmark -- [DIR [--only KINDS] [--peers FOLDER [--peer NAME …]]] [--json] | --upright

Times, memory and price on one core; with DIR also of reading labelled pictures, as for evaluate

  --only KINDS    only pictures of these kinds, with commas between
  --peers FOLDER  beside the readers of FOLDER
  --peer NAME     only this one of them; again for another one
  --json          the figures as JSON
  --upright       what finding and reading cost where no picture is turned

examples:
  npm run -s benchmark -- cards --only photo
`;

export const TORTURE_HELP = `usage: npm run -s torture -- [--seed N] [--only CLASSES] [--inputs N] [--at INDEX] [--budget MS] [--json]

Hostile pictures, requests, URLs and servers, faults and load against the built function

  --seed N        makes the same inputs again
  --only CLASSES  with commas between: pictures, bombs, readings, together, requests, urls, servers, leaks, load, abuse, bodies
  --inputs N      pictures that are mutated, 100,000 unless told; readings, together, requests and leaks grow with it
  --at INDEX      one input of a class again; not of load
  --budget MS     how long each input may take
  --json          the figures as JSON

examples:
  npm run -s torture -- --only urls --seed 1
`;
