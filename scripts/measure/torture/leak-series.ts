import { PLAIN_CARD, pictureOf } from '../benchmark/pictures';
import { answerTo, type BuiltFunction, builtFunction } from './built-function';
import { Chance } from './chance';
import { verdictOn } from './contract-answer';
import { FORM_TYPE, MULTIPART_TYPE, multipart, PATHS, restEvent, type SentRequest } from './events';
import { allSecrets, leaksIn } from './leak-finder';
import { mutate } from './mutate';
import { PNG_SIGNATURE, pngChunk } from './png-chunk';
import { type Secret, type Secrets, SPELLINGS, secretsOf } from './secrets';
import { seedPictures } from './seed-pictures';
import { fine, type Series, type SeriesOptions, type Verdict } from './series';

const READABLE = { width: 320, height: 200 };
/** Environment in which the function logs the most. */
export const LEAK_ENVIRONMENT = { LOG_LEVEL: 'debug', METRICS: 'on', NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1' };

/** What one request is made of. */
interface Plant {
  readonly chance: Chance;
  /** a card's number, in some spelling */
  readonly number: () => string;
  readonly code: () => string;
  readonly query: () => string;
  readonly picture: () => Buffer;
}

const json = (value: unknown): string => JSON.stringify(value);
const PNG_HEAD = 33;

/** Functions that put secrets into a request, by the place where these stand. */
const PLACES: Readonly<Record<string, (plant: Plant) => SentRequest>> = {
  'configure that is no JSON': ({ picture, number }) => ({
    body: json({ image: picture().toString('base64'), configure: `{card ${number()}` }),
  }),
  'configure, old form': ({ number }) => ({
    path: PATHS.alias,
    body: json({ inputs: [{ image: { dataType: 50, dataValue: 'AAAA' }, configure: { dataType: 50, dataValue: `[${number()}` } }] }),
  }),
  'configure of unknown keys': ({ picture, number }) => ({
    body: json({ image: picture().toString('base64'), configure: { [number()]: number() } }),
  }),
  'keys and values of JSON': ({ number, picture }) => ({
    body: json({ [number()]: number(), image: picture().toString('base64'), user: number() }),
  }),
  'a number for a picture': ({ number }) => ({ body: json({ image: number() }) }),
  'broken JSON': ({ number, picture }) => ({ body: `{"card":"${number()}","image":"${picture().toString('base64')}",}` }),
  'a URL that nobody answers': ({ query, number }) => ({
    body: json({ image: `http://127.0.0.1:1/${number()}?token=${query()}&card=${number()}` }),
  }),
  'a URL that is forbidden': ({ query, code }) => ({ body: json({ image: `http://10.0.0.1/card?token=${query()}#${code()}` }) }),
  'a URL that is none': ({ query, number }) => ({ body: json({ image: `http://[${number()}?token=${query()}` }) }),
  'a URL with credentials': ({ query, code }) => ({ body: json({ image: `https://user:${code()}@127.0.0.1/?token=${query()}` }) }),
  'a bucket': ({ number, code }) => ({ path: PATHS.rich, body: json({ image: `s3://cards/${number()}/${code()}` }) }),
  'file names': ({ picture, number, code }) => ({
    path: PATHS.rich,
    contentType: MULTIPART_TYPE,
    body: multipart({ image: { content: picture(), fileName: `${number()}-${code()}.jpg` }, [number()]: { content: number() } }),
  }),
  'headers and query': ({ picture, number, code }) => ({
    body: json({ image: picture().toString('base64') }),
    headers: { Authorization: `APPCODE ${code()}`, 'x-api-key': code(), 'X-Card': number(), Cookie: `card=${number()}` },
    query: { mask: 'true', card: number() },
  }),
  'the path': ({ number, code }) => ({ path: `/bankcard/${number()}/${code()}`, body: '{}' }),
  'the content type': ({ number, picture }) => ({
    path: PATHS.rich,
    contentType: `multipart/form-data; boundary=${number()}`,
    body: picture(),
  }),
  'a form': ({ number, picture }) => ({
    contentType: FORM_TYPE,
    body: `card=${encodeURIComponent(number())}&image=${encodeURIComponent(picture().toString('base64'))}&configure=${number()}`,
  }),
  'metadata of a picture': ({ chance, number, code, picture }) => ({
    path: PATHS.rich,
    contentType: 'image/png',
    body: withText(picture(), `card\0${number()} ${code()}`, chance),
  }),
  'base64 that is broken': ({ picture, number }) => ({ body: json({ image: `${picture().toString('base64')}!${number()}` }) }),
};

/**
 * Returns the series of requests with secrets in every place. Their answers are searched here; what the function wrote is searched by whoever started this
 * process.
 */
export async function leakSeries({ seed, functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  const secrets = secretsOf(seed);
  const pictures = await leakPictures();
  const sought = allSecrets(secrets, pictures);
  const places = Object.entries(PLACES);
  return {
    tryOne: async (index) => {
      const plant = plantOf(new Chance(seed, index), secrets, pictures);
      const [place, request] = places[index % places.length]!;
      const sent = request(plant);
      const verdict =
        isDirect(index, places.length) && typeof sent.body === 'string'
          ? await tryDirectly(built, sent.body, sought)
          : await trySent(built, sent, sought);
      return { answer: verdict.answer, problem: verdict.problem && `secrets in ${place}: ${verdict.problem}` };
    },
  };
}

/** Whether a request is sent as a direct invocation: one in ten is, and each place is once in ten rounds. */
const isDirect = (index: number, places: number): boolean => (index + Math.floor(index / places)) % 10 === 9;

/** Returns the pictures that are sent; no piece of them may be seen either. */
export async function leakPictures(): Promise<Buffer[]> {
  const small = (await seedPictures()).filter(({ name }) => /\.(jpg|png|webp)$/.test(name)).map(({ bytes }) => bytes);
  return [...small, await pictureOf(PLAIN_CARD, READABLE)];
}

const plantOf = (chance: Chance, { numbers, codes, queries }: Secrets, pictures: readonly Buffer[]): Plant => ({
  chance,
  number: () => chance.pick(SPELLINGS)(chance.pick(numbers)),
  code: () => chance.pick(codes),
  query: () => chance.pick(queries),
  picture: () => {
    // the last picture can be read, which takes a tenth of the time that finding nothing does
    const picture = chance.happens(0.85) ? pictures.at(-1)! : chance.pick(pictures);
    return chance.happens(0.3) ? mutate(picture, pictures, chance) : picture;
  },
});

const LEAKED = 'leaked:';
/** Whether a problem is that a secret was seen. */
export const isLeak = (what: string): boolean => what.includes(LEAKED);
const told = (leaks: readonly Secret[]): string | null =>
  leaks.length > 0 ? `${LEAKED} ${[...new Set(leaks.map(({ kind }) => kind))].join(', ')}` : null;

async function trySent(built: BuiltFunction, sent: SentRequest, sought: readonly Secret[]): Promise<Verdict> {
  const answer = await answerTo(built, restEvent(sent));
  const { answer: status, problem } = verdictOn(answer);
  return { answer: status, problem: told(leaksIn(json(answer), sought)) ?? problem };
}

/** Sends a body as a direct invocation, whose error the platform logs. */
async function tryDirectly({ handler }: BuiltFunction, body: string, sought: readonly Secret[]): Promise<Verdict> {
  const event = parsed(body);
  const outcome = await handler(event).then(json, (thrown: Error) => `${thrown.name} ${thrown.message} ${thrown.stack} ${json(thrown)}`);
  const leaks = told(leaksIn(outcome, sought));
  return leaks === null ? fine('invoked') : { answer: 'invoked', problem: leaks };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { image: text };
  }
}

/** Returns a PNG with a text in its metadata. A picture of another format is broken by it. */
function withText(picture: Buffer, text: string, chance: Chance): Buffer {
  const chunk = pngChunk(chance.pick(['tEXt', 'eXIf', 'iCCP']), Buffer.from(text, 'latin1'));
  const head = picture.subarray(0, 8).equals(PNG_SIGNATURE) ? PNG_HEAD : 20;
  return Buffer.concat([picture.subarray(0, head), chunk, picture.subarray(head)]);
}
