import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isLeak, leakSeries } from '../../../../scripts/measure/torture/leak-series';
import { secretsOf } from '../../../../scripts/measure/torture/secrets';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const SEED = 7;
/** Each place that a secret is put in is tried directly once in as many inputs. */
const INPUTS = 180;

const folder = temporaryFolder();

test('in each place whose body is text secrets are tried as a direct invocation, too', async () => {
  // tells a secret to whoever invokes it directly, and no one else
  const functionFile = path.join(folder, 'function.cjs');
  const [code] = secretsOf(SEED).codes;
  await writeFile(
    functionFile,
    `exports.handler = async (event) => {
      if (event.httpMethod === undefined) throw new Error('${code}');
      return { statusCode: 500, headers: {}, body: '' };
    };`,
  );
  const { tryOne } = await leakSeries({ seed: SEED, functionFile, decoderFile: '' });
  const places = new Set<string>();
  for (let index = 0; index < INPUTS; index++) {
    const { problem } = await tryOne(index);
    if (problem !== null && isLeak(problem)) places.add(problem.split(':')[0]!.replace('secrets in ', ''));
  }
  expect([...places].sort()).toEqual([
    'a URL that is forbidden',
    'a URL that is none',
    'a URL that nobody answers',
    'a URL with credentials',
    'a bucket',
    'a form',
    'a number for a picture',
    'base64 that is broken',
    'broken JSON',
    'configure of unknown keys',
    'configure that is no JSON',
    'configure, old form',
    'headers and query',
    'keys and values of JSON',
    'the path',
  ]);
});
