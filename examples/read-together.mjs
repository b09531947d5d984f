// read-together.mjs URL PICTURE…: reads one card from up to 8 pictures of it, by the client of /v1/cards. CODE: the access code, if one is needed.
import { readFile } from 'node:fs/promises';
import { CardClient, CardClientError } from 'bankcard-ocr/client';

const [url, ...files] = process.argv.slice(2);
const pictures = await Promise.all(files.map((file) => readFile(file)));

try {
  const client = new CardClient({ url, appCode: process.env.CODE ?? '' });
  const answer = await client.readTogether(pictures, { mask: true });
  const [{ panGrouped, confidence, expiry, warnings }] = answer.cards;
  console.log(panGrouped, confidence.pan, expiry && `${expiry.month}/${expiry.year}`, warnings);
  for (const [i, { cards, error }] of answer.pictures.entries()) {
    console.log(files[i], error ? error.code : cards.map((card) => `${card.panGrouped}, quality ${card.quality}`).join('; '));
  }
} catch (error) {
  console.error('not read:', error instanceof CardClientError ? `${error.status} ${error.code}` : (error.cause?.code ?? error.message));
  process.exitCode = 1;
}
