// read.mjs URL PICTURE: asks /v1/cards by the client, then /bankcard and the marketplace's path with `inputs`. CODE: the access code, if one is needed.
import { readFile } from 'node:fs/promises';
import { CardClient, CardClientError } from 'bankcard-ocr/client';

const [url, picture] = process.argv.slice(2);
const bytes = await readFile(picture);
const image = bytes.toString('base64');

async function ask(path, body) {
  const headers = { 'Content-Type': 'application/json', Authorization: `APPCODE ${process.env.CODE ?? ''}` };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

try {
  const { cards } = await new CardClient({ url, appCode: process.env.CODE ?? '' }).read(bytes, { mask: true });
  for (const { panGrouped, confidence, warnings } of cards) console.log(panGrouped, confidence.pan, warnings);

  const { result } = await ask('/bankcard', { image, configure: { mask: true } });
  console.log(result.bank_card_number);

  const typed = (dataValue) => ({ dataType: 50, dataValue });
  const inputs = [{ image: typed(image), configure: typed('{"mask":true}') }];
  const { outputs } = await ask('/rest/160601/ocr/ocr_bank_card.json', { inputs });
  console.log(JSON.parse(outputs[0].outputValue.dataValue).result.bank_card_number);
} catch (error) {
  console.error('not read:', error instanceof CardClientError ? `${error.status} ${error.code}` : (error.cause?.code ?? error.message));
  process.exitCode = 1;
}
