// read.mjs URL PICTURE: the client, then the old form without it. CODE: the access code, if one is needed.
import { readFile } from 'node:fs/promises';
import { CardClient } from 'bankcard-ocr/client';

const [url, picture] = process.argv.slice(2);
const bytes = await readFile(picture);
const { cards } = await new CardClient({ url, appCode: process.env.CODE ?? '' }).read(bytes, { mask: true });
console.log(cards[0].panGrouped);

const typed = (dataValue) => ({ dataType: 50, dataValue });
const answer = await fetch(`${url}/rest/160601/ocr/ocr_bank_card.json`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: `APPCODE ${process.env.CODE ?? ''}` },
  body: JSON.stringify({ inputs: [{ image: typed(bytes.toString('base64')), configure: typed('{"mask":true}') }] }),
});
const { outputs } = await answer.json();
console.log(JSON.parse(outputs[0].outputValue.dataValue).result.bank_card_number);
