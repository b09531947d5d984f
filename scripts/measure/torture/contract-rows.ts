import { readFile } from 'node:fs/promises';
import type { ErrorCode } from '../../../lib';
import { cardFile } from '../benchmark/pictures';
import { BYTES_TYPE, FORM_TYPE, type SentRequest } from './events';
import { seedPictures } from './seed-pictures';

/** A row of the contract's table of errors, and requests that reach it. */
export interface ContractRow {
  readonly code: ErrorCode;
  readonly requests: readonly SentRequest[];
  /** the detail of the message, where it has one */
  readonly detail?: string;
}

const MB = 2 ** 20;
const BODY_LIMIT_BYTES = 10 * MB;
/** Head of a GIF of 40 × 25 px without any colour table, and a frame with the end of the file. */
const GIF_SCREEN = Buffer.from('GIF89a\x28\0\x19\0\0\0\0', 'latin1');
const GIF_FRAME = Buffer.from([0x2c, 0, 0, 0, 0, 40, 0, 25, 0, 0, 2, 1, 0x44, 0, 0x3b]);

const json = (value: unknown): SentRequest => ({ body: JSON.stringify(value) });
const image = (text: unknown): SentRequest => json({ image: text });
const picture = (bytes: Uint8Array): SentRequest => image(Buffer.from(bytes).toString('base64'));
const old = (input: unknown): SentRequest => json({ inputs: [input] });
const typed = (dataValue: unknown): object => ({ dataType: 50, dataValue });

/**
 * Returns the rows that a client's own request reaches.
 *
 * @param emptyUrl - a URL that is answered with no byte
 * @param silentUrl - a URL that is not answered
 */
export async function contractRows(emptyUrl: string, silentUrl: string): Promise<ContractRow[]> {
  const seeds = await seedPictures();
  const seed = (name: string): Buffer => seeds.find((made) => made.name === name)!.bytes;
  const [card, noCard, noNumber] = await Promise.all(['flat-16', 'no-card', 'card-without-number'].map((name) => readFile(cardFile(name))));
  const gif = seed('one-frame.gif');
  const brokenCodes = Buffer.from(gif);
  brokenCodes[gif.lastIndexOf(Buffer.from([0x2c, 0, 0, 0, 0])) + 10] = 12;
  const largePng = Buffer.from(seed('8-bit.png'));
  largePng.writeUInt32BE(8000, 16);
  largePng.writeUInt32BE(7000, 20);
  const narrowPng = Buffer.from(seed('8-bit.png'));
  narrowPng.writeUInt32BE(14, 16);
  return [
    { code: 'INVALID_URL', requests: [{ path: '/nowhere', body: '{}' }, { method: 'GET' }] },
    { code: 'REQUEST_TIMEOUT', requests: [image(silentUrl)] },
    { code: 'PAYLOAD_TOO_LARGE', requests: [{ body: 'x'.repeat(BODY_LIMIT_BYTES + 1) }, picture(largePng)] },
    { code: 'IMAGE_SIZE', requests: [picture(narrowPng)] },
    { code: 'JSON_UNPARSABLE', requests: [{ body: 'hello' }, { body: '' }, { contentType: BYTES_TYPE, body: card! }] },
    { code: 'IMAGE_MISSING', requests: [json({}), old({}), { contentType: FORM_TYPE, body: 'picture=AAAA' }] },
    { code: 'IMAGE_FORMAT', requests: [image(7), old({ image: 'AAAA' })] },
    { code: 'INPUTS_MISSING', requests: [json({ inputs: null }), json({ inputs: [] })] },
    { code: 'INPUTS_NOT_ARRAY', requests: [json({ inputs: {} })] },
    { code: 'DATA_VALUE_FORMAT', requests: [old({ image: typed(7) })] },
    { code: 'CONFIGURE_FORMAT', requests: [old({ image: typed('AAAA'), configure: '{}' }), json({ image: 'AAAA', configure: [] })] },
    {
      code: 'CONFIGURE_UNPARSABLE',
      detail: '{**** **** **** ****',
      requests: [json({ image: 'AAAA', configure: '{4242 4242 4242 4242' })],
    },
    { code: 'REQUEST_SHAPE', requests: [json([]), json('AAAA'), old(7)] },
    { code: 'DOWNLOAD_FAILED', requests: [image('http://10.0.0.1/'), image('http://127.0.0.1:1/'), image('file:///etc/passwd')] },
    { code: 'IMAGE_EMPTY', requests: [image(''), image(emptyUrl)] },
    { code: 'IMAGE_DECODE_FAILED', requests: [picture(Buffer.from('hello, world')), picture(card!.subarray(0, card!.length >> 1))] },
    { code: 'BASE64_FAILED', requests: [image('A===')] },
    { code: 'BASE64_DATA_HEADER', requests: [image('data:image/jpg;base64,AAAA')] },
    { code: 'BASE64_PADDING', requests: [image('AAAAA')] },
    { code: 'BASE64_ALPHABET', requests: [image('AA!A'), image('A=AA')] },
    { code: 'GIF_OPEN_FAILED', requests: [picture(gif.subarray(0, 12))] },
    { code: 'GIF_READ_FAILED', requests: [picture(gif.subarray(0, -2))] },
    { code: 'GIF_DECODE_FAILED', requests: [picture(brokenCodes)] },
    { code: 'GIF_WITHOUT_COLOR_MAP', requests: [picture(Buffer.concat([GIF_SCREEN, GIF_FRAME]))] },
    { code: 'GIF_EMPTY', requests: [picture(Buffer.concat([GIF_SCREEN, Buffer.from([0x3b])]))] },
    { code: 'NO_CARD', requests: [picture(noCard!)] },
    { code: 'NUMBER_UNREADABLE', requests: [picture(noNumber!)] },
    {
      code: 'NUMBER_NOT_CERTAIN',
      requests: ['', 'baidu'].map((format) => json({ image: card!.toString('base64'), configure: { minConfidence: 1, format } })),
    },
  ];
}
