import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { csvRecords } from '../../lib/bin/csv-records';
import { CARD_BACK, contrastOfStrip } from '../helpers/card-back';
import { fixture, formatFixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const BIN = path.join(ROOT, 'dist/npm/bankcard-ocr.js');
const PICTURES = 60;
/** Every tenth shows no card. */
const isCard = (i: number): boolean => i % 10 !== 0;
const nameOf = (i: number): string => `photos/${i % 2 ? '' : 'sub/'}卡 ${i},"x".jpg`;
const FAST = ['embossed-16', 'embossed-foil-16', 'turned-180'];

jest.setTimeout(180_000);

interface Run {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

const bankcardOcr = (...args: string[]): Run => node(BIN, ...args);

function node(...args: string[]): Run {
  const child = spawn(process.execPath, args, { cwd: folder });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const end = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, end };
}

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const lines = (name: string): string[] => (existsSync(at(name)) ? readFileSync(at(name), 'utf8').split('\n').slice(0, -1) : []);
const filesIn = (name: string): string[] => lines(name).map((line) => JSON.parse(line).file);

/** Wait until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The processes that a process has started. */
const childrenOf = ({ pid }: Pick<ChildProcess, 'pid'>): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => parentOf(other) === pid);

function parentOf(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  } catch {
    return null;
  }
}

beforeAll(async () => {
  await mkdir(at('photos/sub'), { recursive: true });
  const small = (name: string): Promise<Buffer> => sharp(fixture(name).file).resize({ width: 520 }).jpeg().toBuffer();
  const [noCard, ...cards] = await Promise.all(['no-card', ...FAST].map(small));
  for (let i = 0; i < PICTURES; i++) await writeFile(at(nameOf(i)), isCard(i) ? cards[i % cards.length]! : noCard!);
});

test(`${PICTURES} pictures, interrupted, killed, with a worker killed, and resumed: each is there once`, async () => {
  const args = ['batch', 'photos', '--out', 'out.jsonl', '--workers', '2'];

  const interrupted = bankcardOcr(...args);
  await until(() => lines('out.jsonl').length >= PICTURES / 4);
  interrupted.child.kill('SIGINT');
  const first = await interrupted.end;
  expect(first.code).toBe(130);
  const afterFirst = filesIn('out.jsonl');
  expect(afterFirst.length).toBeLessThan(PICTURES);
  expect(first.stdout).toMatch(new RegExp(`^${afterFirst.length} pictures in `));
  expect(first.stdout).toContain(`${PICTURES - afterFirst.length}  left`);

  const killed = bankcardOcr(...args);
  await until(() => lines('out.jsonl').length >= afterFirst.length + PICTURES / 4);
  const workers = childrenOf(killed.child);
  expect(workers).toHaveLength(2);
  killed.child.kill('SIGKILL');
  await killed.end;
  await until(() => workers.every((pid) => !existsSync(`/proc/${pid}`)));
  const afterSecond = filesIn('out.jsonl');
  expect(afterSecond.slice(0, afterFirst.length)).toEqual(afterFirst);
  // as if it had been in the midst of a line
  await appendFile(at('out.jsonl'), '{"file":"photos/half.jpg","sta');

  const last = bankcardOcr(...args);
  await until(() => lines('out.jsonl').length >= afterSecond.length + PICTURES / 6);
  process.kill(childrenOf(last.child)[0]!, 'SIGKILL');
  const { code, stdout, stderr } = await last.end;
  expect(code).toBe(1);
  const expected = Array.from({ length: PICTURES }, (_, i) => nameOf(i)).sort();
  expect(filesIn('out.jsonl').sort()).toEqual(expected);
  expect(stdout).toContain(`${afterSecond.length}  done before`);
  expect(stderr).toMatch(/^\d+\/\d+ {2}100 %/m);
  expect(stderr).not.toContain('\x1b');

  const records = lines('out.jsonl').map((line) => JSON.parse(line));
  expect(records.filter(({ status }) => status === 502)).toEqual([]);
  // 464 where the outline of some card is seen in one that shows no bank card
  const isOfCard = ({ file }: { file: string }): boolean => isCard(Number(/卡 (\d+),/.exec(file)![1]));
  const noCards = records.filter((record) => !isOfCard(record));
  expect(noCards).toHaveLength(PICTURES / 10);
  expect(noCards.map(({ status }) => status).filter((status) => status !== 463 && status !== 464)).toEqual([]);
  expect(records.filter(({ status }) => status === 200).length).toBeGreaterThan(0.8 * PICTURES);
  for (const { pan } of records.filter(({ status }) => status === 200)) expect(pan).toMatch(/^\d{6}\*+\d{4}$/);

  const before = readFileSync(at('out.jsonl'));
  const again = await bankcardOcr(...args).end;
  expect([again.code, again.stdout.split('\n')[0]]).toEqual([1, expect.stringMatching(/^0 pictures/)]);
  expect(readFileSync(at('out.jsonl'))).toEqual(before);
});

test.each([
  ['Ctrl-C in a terminal', 'SIGINT', 130],
  ['the end of a terminal', 'SIGHUP', 129],
] as const)(
  '%s reaches all its processes: pictures in hand are read, those that are decoded in a process of their own, too',
  async (_, signal, code) => {
    const count = 20;
    await mkdir(at('phone'), { recursive: true });
    await rm(at('phone.jsonl'), { force: true });
    await Promise.all(Array.from({ length: count }, (_, i) => writeFile(at(`phone/${i}.heic`), formatFixture('rgb.heic'))));
    const child = spawn(process.execPath, [BIN, 'batch', 'phone', '--out', 'phone.jsonl', '--workers', '1'], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    const isDecoding = (): boolean => childrenOf(child).some((pid) => childrenOf({ pid }).length > 0);
    await until(() => lines('phone.jsonl').length > 0 && isDecoding());
    process.kill(-child.pid!, signal);
    expect(await ended).toEqual([code, null]);
    const statuses = lines('phone.jsonl').map((line) => JSON.parse(line).status);
    expect([...new Set(statuses)]).toEqual([200]);
    expect(statuses.length).toBeLessThan(count);
  },
);

test('a picture on which two processes crash is recorded as 502, and the others are read', async () => {
  await mkdir(at('deadly'));
  for (const name of ['a', 'b', 'c']) await copyFile(fixture('flat-16').file, at(`deadly/${name}.jpg`));
  // in every worker: whoever opens the picture dies
  await writeFile(
    at('crash.cjs'),
    `const files = require('node:fs/promises');
    const { open } = files;
    files.open = (path, ...rest) => {
      if (!path.endsWith('b.jpg')) return open(path, ...rest);
      require('node:fs').appendFileSync('crashes.txt', 'one\\n');
      process.kill(process.pid, 'SIGKILL');
    };`,
  );
  const { code, stdout } = await node('--require', at('crash.cjs'), BIN, 'batch', 'deadly', '--out', 'deadly.jsonl').end;
  expect([code, stdout]).toEqual([1, expect.stringMatching(/2 {2}read\n +1 {2}not read: .*BAD_GATEWAY/)]);
  const records = lines('deadly.jsonl').map((line) => JSON.parse(line));
  expect(new Map(records.map(({ file, status, code = null }) => [file, [status, code]]))).toEqual(
    new Map([
      ['deadly/a.jpg', [200, null]],
      ['deadly/b.jpg', [502, 'BAD_GATEWAY']],
      ['deadly/c.jpg', [200, null]],
    ]),
  );
  expect(lines('crashes.txt')).toHaveLength(2);
});

describe('a few pictures of all kinds', () => {
  const FLAT = fixture('flat-16');

  beforeAll(async () => {
    await mkdir(at('few'));
    for (const name of ['flat-16', 'card-without-number', 'stacked-16', 'turned-90'])
      await copyFile(fixture(name).file, at(`few/${name}.jpg`));
    await writeFile(at('few/=text.png'), 'no picture');
    await writeFile(at('few/rgb.bmp'), formatFixture('rgb.bmp'));
    await writeFile(at('few/exif.jpg'), formatFixture('exif-orientation-6.jpg'));
  });

  test('CSV, and pictures in which no whole number is to be seen', async () => {
    const { code } = await bankcardOcr('batch', 'few/*', '--out', 'few.csv', '--annotate', 'marked').end;
    expect(code).toBe(1);
    const [head, ...rows] = [...csvRecords(readFileSync(at('few.csv'), 'utf8'))].map(({ fields }) => fields!);
    const records = rows.map((row) => Object.fromEntries(row.map((field, i) => [head![i]!, field])));
    expect(Object.fromEntries(records.map(({ file, status }) => [file, status]))).toEqual({
      'few/card-without-number.jpg': '464',
      'few/=text.png': '462',
      'few/exif.jpg': '200',
      'few/flat-16.jpg': '200',
      'few/rgb.bmp': '200',
      'few/stacked-16.jpg': '200',
      'few/turned-90.jpg': '200',
    });
    expect(records.find(({ file }) => file === 'few/flat-16.jpg')).toMatchObject({
      pan: '424242******4242',
      expiry: '="12/30"',
      scheme: 'Visa',
    });

    const marked = ['exif.jpg', 'flat-16.jpg', 'rgb.bmp.jpg', 'stacked-16.jpg', 'turned-90.jpg'];
    expect(readdirSync(at('marked/few')).sort()).toEqual(marked);
    expect((await sharp(at('marked/few/exif.jpg')).metadata()).orientation).toBeUndefined();
    await bankcardOcr('batch', 'marked', '--out', 'marked.jsonl', '--unmasked').end;
    const readAgain = lines('marked.jsonl').map((line) => JSON.parse(line));
    expect(readAgain).toHaveLength(marked.length);
    // the first 6 and last 4 digits may be seen; those between must not
    const known = ['flat-16', 'stacked-16', 'turned-90'].map((name) => fixture(name).expected.pan);
    for (const { pan } of readAgain) expect(known).not.toContain(pan);
  });

  test('--annotate: a security code beside the number is painted over, too', async () => {
    const [front, back] = await Promise.all([
      sharp(FLAT.file).resize({ width: 680, height: 453 }).toBuffer(),
      sharp(CARD_BACK).resize({ width: 900 }).png().toBuffer(),
    ]);
    await sharp({ create: { width: 1600, height: 675, channels: 3, background: '#8a8378' } })
      .composite([
        { input: front!, left: 10, top: 80 },
        { input: back!, left: 700, top: 0 },
      ])
      .jpeg({ quality: 95 })
      .toFile(at('both-sides.jpg'));
    expect((await bankcardOcr('batch', 'both-sides.jpg', '--out', 'both.jsonl', '--annotate', 'both').end).code).toBe(0);
    expect(JSON.parse(lines('both.jsonl')[0]!)).toMatchObject({ pan: '424242******4242' });
    const strip = { left: 700, top: 0, scale: 0.75 };
    expect(await contrastOfStrip(readFileSync(at('both-sides.jpg')), strip)).toBeGreaterThan(20);
    expect(await contrastOfStrip(readFileSync(at('both/both-sides.jpg')), strip)).toBeLessThan(4);
  });

  test('--unmasked: whole numbers; in pictures, too', async () => {
    const { code } = await bankcardOcr('batch', FLAT.file, '--out', 'whole.jsonl', '--unmasked', '--annotate', 'whole').end;
    expect(code).toBe(0);
    expect(JSON.parse(lines('whole.jsonl')[0]!)).toMatchObject({ file: FLAT.file, pan: FLAT.expected.pan });
    await bankcardOcr('batch', 'whole', '--out', 'again.jsonl', '--unmasked').end;
    expect(JSON.parse(lines('again.jsonl')[0]!)).toMatchObject({ pan: FLAT.expected.pan });
  });

  test('--all-cards: a record for each card, from left to right', async () => {
    const [left, right] = await Promise.all(
      ['flat-16', 'embossed-16'].map((name) => sharp(fixture(name).file).resize({ width: 700, height: 467 }).toBuffer()),
    );
    await sharp({ create: { width: 1500, height: 560, channels: 3, background: '#888' } })
      .composite([
        { input: left!, left: 30, top: 40 },
        { input: right!, left: 770, top: 40 },
      ])
      .jpeg()
      .toFile(at('two.jpg'));
    const { code, stdout } = await bankcardOcr('batch', 'two.jpg', FLAT.file, '--out', 'all.jsonl', '--all-cards').end;
    expect(code).toBe(0);
    expect(stdout).toContain('2  read, with 3 cards');
    const records = lines('all.jsonl').map((line) => JSON.parse(line));
    expect(records.filter(({ file }) => file === 'two.jpg').map(({ pan, card, cards }) => [pan, card, cards])).toEqual([
      ['424242******4242', 1, 2],
      ['621234******1232', 2, 2],
    ]);
    expect(records).toHaveLength(3);
  });

  test('--group-by: one record for pictures of one card, and it resumes', async () => {
    // its digits do not repeat: hidden ones cannot be taken for others
    const WHOLE = fixture('embossed-16');
    await mkdir(at('frames'));
    const { width = 0, height = 0 } = await sharp(WHOLE.file).metadata();
    const covered = (left: number): Promise<Buffer> =>
      sharp(WHOLE.file)
        .composite([
          {
            input: { create: { width: Math.round(width / 7), height, channels: 3, background: '#fff' } },
            left: Math.round(left * width),
            top: 0,
          },
        ])
        .jpeg()
        .toBuffer();
    await writeFile(at('frames/a-1.jpg'), await covered(0.2));
    await writeFile(at('frames/a-2.jpg'), await covered(0.6));
    await writeFile(at('frames/a-3.jpg'), 'no picture');
    await copyFile(WHOLE.file, at('frames/b.jpg'));
    const args = ['batch', 'frames', '--out', 'grouped.jsonl', '--unmasked', '--group-by', '(.*)-[0-9]'];
    const { code, stdout } = await bankcardOcr(...args).end;
    // a picture that cannot be read is told, though others show the card
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^4 pictures .*\n +3 {2}read, with 2 cards\n +1 {2}not read: .*IMAGE_DECODE_FAILED/),
    ]);
    const records = lines('grouped.jsonl').map((line) => JSON.parse(line));
    expect(new Map(records.map(({ file, pan }) => [file, pan]))).toEqual(
      new Map([
        ['frames/a-1.jpg', WHOLE.expected.pan],
        ['frames/a-3.jpg', null],
        ['frames/b.jpg', WHOLE.expected.pan],
      ]),
    );
    const again = await bankcardOcr(...args).end;
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('4  done before, 1 of them not read')]);
    expect(lines('grouped.jsonl')).toHaveLength(3);
  });

  test('a link that leads nowhere is named and counted, and the exit code is 1', async () => {
    await mkdir(at('linked'));
    await copyFile(FLAT.file, at('linked/a.jpg'));
    await symlink('nothing.jpg', at('linked/lost.jpg'));
    await writeFile(at('linked/notes.txt'), '');
    const { code, stdout, stderr } = await bankcardOcr('batch', 'linked', '--out', 'linked.jsonl').end;
    expect(code).toBe(1);
    expect(stderr).toContain('not looked into: linked/lost.jpg (no such file)\n');
    expect(stdout).toMatch(/^ +1 {2}files, folders or links could not be looked into/m);
    expect(stdout).toMatch(/^ +1 {2}other files passed over/m);
    expect(filesIn('linked.jsonl')).toEqual(['linked/a.jpg']);
  });

  test('--unmasked into a file of masked numbers is refused with the reason, and the file stays as it is', async () => {
    await bankcardOcr('batch', FLAT.file, '--out', 'masked.csv').end;
    const before = readFileSync(at('masked.csv'));
    const { code, stderr } = await bankcardOcr('batch', 'few', '--out', 'masked.csv', '--unmasked').end;
    expect([code, stderr]).toEqual([2, expect.stringContaining('masked.csv holds masked numbers, and --unmasked would add whole ones')]);
    expect(readFileSync(at('masked.csv'))).toEqual(before);
  });

  test.each([
    ['no pictures', ['batch', '--out', 'x.csv']],
    ['no --out', ['batch', 'few']],
    ['another ending', ['batch', 'few', '--out', 'x.txt']],
    ['no workers', ['batch', 'few', '--out', 'x.csv', '--workers', '0']],
    ['a path that is not there', ['batch', 'few', 'none.jpg', '--out', 'x.csv']],
    ['a folder without pictures', ['batch', 'photos/none/*', '--out', 'x.csv']],
    ['no pattern', ['batch', 'few', '--out', 'x.csv', '--group-by', '(']],
    ['one card of a group, and all of its cards', ['batch', 'few', '--out', 'x.csv', '--group-by', 'a', '--all-cards']],
    ['an unknown option', ['batch', 'few', '--out', 'x.csv', '--fast']],
  ])('%s: exit code 2, and nothing is written', async (_, args) => {
    const { code, stdout, stderr } = await bankcardOcr(...args).end;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('see bankcard-ocr batch --help');
    expect(readdirSync(folder).filter((name) => name.startsWith('x.'))).toEqual([]);
  });

  test.each(['MODELS_DIR', 'BIN_TABLE'])('a reader that cannot be loaded because of %s: likewise', (name) => {
    const env = { ...process.env, [name]: at('none') };
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'batch', 'few', '--out', 'x.csv'], { cwd: folder, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('the reader cannot be loaded: ')]);
    expect(stderr).toContain(`${name}=${at('none')}`);
    expect(readdirSync(folder).filter((one) => one.startsWith('x.'))).toEqual([]);
  });
});
