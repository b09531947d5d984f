import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { BACK, CARD_BACK, contrastOfStrip } from '../helpers/card-back';
import { fixture, formatFixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param input - what comes on its standard input */
const run = (args: readonly string[], input = Buffer.alloc(0)): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: ROOT, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });

const node = (...args: string[]): Promise<Run> => run(args);

const cli = (...args: string[]): Promise<Run> => node('dist/cli.js', ...args);

jest.setTimeout(60_000);

const folder = temporaryFolder();
const inFolder = (name: string): string => path.join(folder, name);

/** A PNG of one colour out of a palette, one bit a pixel: some kilobytes that would decode to gigabytes. Sharp takes half a minute to write it. */
function pixelBomb(side: number): Buffer {
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const frame = Buffer.alloc(4 + body.length + 4);
    frame.writeUInt32BE(content.length);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), 4 + body.length);
    return frame;
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(side / 8)) * side));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.alloc(6)),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const FLAT = fixture('flat-16');
const LONG = fixture('flat-19-6-13');

describe('read', () => {
  test('a readable answer with the grouped number', async () => {
    const { code, stdout, stderr } = await cli('read', FLAT.file, LONG.file);
    expect(stdout).toContain(`${FLAT.file}\n`);
    expect(stdout).toMatch(/^ +number +4242 4242 4242 4242 .*Luhn holds/m);
    expect(stdout).toMatch(/^ +expiry +12\/30$/m);
    expect(stdout).toMatch(/^ +scheme +Visa$/m);
    expect(stdout).toMatch(/^ +number +620550 0000000000004 /m);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test.each([[['--mask']], [['--mask', '--json']]])('%j: the number is nowhere to be seen', async (options) => {
    const { code, stdout, stderr } = await cli('read', ...options, FLAT.file, LONG.file);
    expect(code).toBe(0);
    expect(stdout).toContain('4242 42** **** 4242');
    expect(stdout).toContain('620550 *********0004');
    // neither bare nor spaced nor hyphened
    const output = (stdout + stderr).replaceAll(/(?<=\d)[ -](?=\d)/g, '');
    for (const { expected } of [FLAT, LONG]) {
      expect(output).not.toContain(expected.pan);
      expect(output).not.toContain(expected.pan!.slice(0, 7));
    }
    expect(output).not.toMatch(/(?<![.\d])\d{7,}/);
  });

  test('--json: one line a file, in the order given', async () => {
    const { code, stdout } = await cli('read', '--json', LONG.file, FLAT.file);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    const timings = Object.fromEntries(
      ['decode', 'number', 'expiry', 'bin', 'quality', 'crop'].map((stage) => [stage, expect.any(Number)]),
    );
    const [long, flat] = lines.map((line) => JSON.parse(line));
    expect(flat).toEqual({
      file: FLAT.file,
      status: 200,
      pan: '4242424242424242',
      panGrouped: '4242 4242 4242 4242',
      expiry: '12/30',
      validFrom: null,
      type: 'unknown',
      issuer: null,
      scheme: 'Visa',
      luhnValid: true,
      confidence: expect.any(Number),
      warnings: expect.any(Array),
      quality: expect.any(Number),
      cards: 1,
      ms: expect.any(Number),
      timings,
    });
    expect(long).toMatchObject({ file: LONG.file, pan: '6205500000000000004', panGrouped: '620550 0000000000004' });
    expect(Object.keys(long)).toEqual(Object.keys(flat));
  });

  test('-: the picture that comes on standard input; an empty one is none', async () => {
    const [read, empty] = await Promise.all([
      run(['dist/cli.js', 'read', '--json', '-'], await readFile(FLAT.file)),
      run(['dist/cli.js', 'read', '--json', '-']),
    ]);
    expect(JSON.parse(read.stdout)).toMatchObject({ file: '-', status: 200, pan: FLAT.expected.pan });
    expect(read.code).toBe(0);
    expect(JSON.parse(empty.stdout)).toMatchObject({ file: '-', status: 462, pan: null });
    expect(empty.code).toBe(1);
  });

  test('missing and hostile files each give a line with status and message, and the good one is still read', async () => {
    const jpeg = formatFixture('rgb.jpg');
    const black = { r: 0, g: 0, b: 0 };
    const onePixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: black } })
      .png()
      .toBuffer();
    const bomb = pixelBomb(30_000);
    expect(await sharp(bomb, { limitInputPixels: false }).metadata()).toMatchObject({ width: 30_000, height: 30_000, isPalette: true });
    const hostile: readonly (readonly [name: string, bytes: Buffer | null, status: number, code: string, message: string])[] = [
      ['missing.jpg', null, 404, 'FILE_NOT_OPENED', 'cannot open the file: no such file'],
      [
        'empty.jpg',
        Buffer.alloc(0),
        462,
        'IMAGE_EMPTY',
        'Invalid Input - image data error - input image empty, please check your image binary data',
      ],
      [
        'text.jpg',
        Buffer.from('no picture, only text\n'.repeat(50)),
        462,
        'IMAGE_DECODE_FAILED',
        'Invalid Input - image data error - image decode failed, please check your image binary data',
      ],
      [
        'truncated.jpg',
        jpeg.subarray(0, jpeg.length >> 1),
        462,
        'IMAGE_DECODE_FAILED',
        'Invalid Input - image data error - image decode failed, please check your image binary data',
      ],
      ['one-pixel.png', onePixel, 421, 'IMAGE_SIZE', 'Invalid Input - image size error'],
      ['bomb.png', bomb, 421, 'IMAGE_SIZE', 'Invalid Input - image size error'],
    ];
    for (const [name, bytes] of hostile) if (bytes) await writeFile(inFolder(name), bytes);
    const files = [...hostile.map(([name]) => inFolder(name)), FLAT.file];

    const json = await cli('read', '--json', ...files);
    expect(json.code).toBe(1);
    const records = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.slice(0, -1)).toEqual(
      hostile.map(([name, , status, code, message]) => ({
        file: inFolder(name),
        status,
        code,
        message,
        pan: null,
        ms: expect.any(Number),
      })),
    );
    expect(records.at(-1)).toMatchObject({ file: FLAT.file, status: 200 });

    const readable = await cli('read', ...files);
    expect(readable.code).toBe(1);
    for (const [name, , status, code] of hostile)
      expect(readable.stdout).toMatch(new RegExp(`${inFolder(name)}\n {2}error {5}(The|This) .*\\. \\(${status} ${code}\\)\n`));
    expect(readable.stdout).toContain('4242 4242 4242 4242');
    expect(json.stderr + readable.stderr).toBe('');
  });

  test('--debug: a page with the picture, its number painted over, and the strips as the networks got them', async () => {
    /** what the pictures of a page show, each as the standard deviation of its pixels */
    const contrasts = async (page: string, type: string): Promise<number[]> => {
      const pictures = [...page.matchAll(new RegExp(`data:image/${type};base64,([^"]+)`, 'g'))].map(([, base64]) =>
        Buffer.from(base64!, 'base64'),
      );
      const stats = await Promise.all(pictures.map((picture) => sharp(picture).stats()));
      return stats.map(({ channels }) => Math.max(...channels.map(({ stdev }) => stdev)));
    };
    const [plain, masked] = await Promise.all(
      [['--unmasked'], []].map(async (flags, i) => {
        const pages = inFolder(`pages${i}`);
        expect((await cli('read', FLAT.file, '--debug', pages, ...flags)).code).toBe(0);
        return readFile(path.join(pages, `${path.relative(ROOT, FLAT.file)}.html`), 'utf8');
      }),
    );
    for (const page of [plain!, masked!]) expect(Math.min(...(await contrasts(page, 'jpeg')))).toBeGreaterThan(20);
    expect(Math.min(...(await contrasts(plain!, 'png')))).toBeGreaterThan(20);
    expect((await contrasts(masked!, 'png'))[0]).toBeLessThan(1);
    expect(plain).toContain('4242 4242 4242 4242');
    expect(masked).not.toContain('4242 4242');
  });

  test('--debug: a security code is painted over, too', async () => {
    const file = inFolder('back.png');
    await sharp(CARD_BACK).png().toFile(file);
    const pages = inFolder('pages-of-back');
    await cli('read', file, '--debug', pages);
    const [name] = (await readdir(pages, { recursive: true })).filter((entry) => entry.endsWith('.html'));
    const page = await readFile(path.join(pages, name!), 'utf8');
    const [, shown] = /data:image\/jpeg;base64,([^"]+)/.exec(page)!;
    const whole = await sharp(Buffer.from(shown!, 'base64')).resize(BACK.width, BACK.height, { fit: 'fill' }).png().toBuffer();
    expect(await contrastOfStrip(await readFile(file))).toBeGreaterThan(20);
    expect(await contrastOfStrip(whole)).toBeLessThan(4);
  });

  test('a BMP, which the other tests of formats cannot read inside of jest', async () => {
    const { code, stdout } = await cli('read', '--json', path.join(ROOT, 'test/fixtures/formats/rgb.bmp'));
    expect(JSON.parse(stdout)).toMatchObject({ status: 200, panGrouped: '4242 4242 4242 4242', expiry: '12/30' });
    expect(code).toBe(0);
  });

  test.each([
    ['no file', ['read'], 'see bankcard-ocr read --help'],
    ['only options', ['read', '--json'], 'see bankcard-ocr read --help'],
    ['an unknown option', ['read', '--wrong', 'card.jpg'], 'see bankcard-ocr read --help'],
    ['no command', [], 'usage: bankcard-ocr read FILE'],
    ['an unknown command', ['write', 'card.jpg'], 'usage: bankcard-ocr read FILE'],
    ['evaluate without a folder', ['evaluate'], 'see bankcard-ocr evaluate --help'],
    ['a kind of which there is none', ['evaluate', 'test/fixtures', '--only', 'hologram'], 'no pictures of hologram are listed in'],
    ['a rung that is none', ['evaluate', 'test/fixtures', '--without', 'bogus'], 'no rung or network is called bogus'],
    ['a turn that nothing takes notice of', ['evaluate', 'test/fixtures', '--turn', '90', '--rungs'], '--turn does not go with --rungs'],
    ['a kind likewise', ['evaluate', 'test/fixtures', '--only', 'photo', '--together'], '--only does not go with --together'],
    ['no number', ['torture', '--inputs', 'x'], 'see npm run -s torture -- --help'],
    ['an unknown class', ['torture', '--only', 'mercy'], 'see npm run -s torture -- --help'],
  ])('%s: where to look, exit code 2', async (_, args, hint) => {
    const { code, stdout, stderr } = await cli(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(hint);
  });
});

test('batch works out of the repository, too', async () => {
  const { code, stderr } = await cli('batch', FLAT.file, '--out', inFolder('cards.jsonl'), '--workers', '1');
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
  const [line] = (await readFile(inFolder('cards.jsonl'), 'utf8')).split('\n');
  expect(JSON.parse(line!)).toMatchObject({ file: FLAT.file, status: 200, pan: '424242******4242' });
});

describe('evaluate', () => {
  beforeAll(async () => {
    const labels = [FLAT, fixture('no-card')].map(({ name, expected }, i) => ({
      file: `${name}.jpg`,
      pan: expected.pan,
      expiry: expected.expiry,
      type: null,
      kind: ['scan', 'photo'][i],
      embossed: expected.embossed,
    }));
    for (const { file } of labels) await copyFile(path.join(path.dirname(FLAT.file), file), inFolder(file));
    await writeFile(inFolder('labels.json'), JSON.stringify(labels));
  });

  test('prints the table', async () => {
    const { code, stdout, stderr } = await cli('evaluate', folder);
    expect(stdout).toMatch(/^number exact +100\.0 % \(1\/1\)$/m);
    expect(stdout).toMatch(/^wrong, with no warning +0\.0 % \(0\/1\)$/m);
    expect(stdout).toMatch(/^expiry exact +100\.0 % \(1\/1\)$/m);
    expect(stdout).toMatch(/^no number: refused +100\.0 % \(1\/1\)$/m);
    expect(stdout).toMatch(/^ms median \/ p95 +\d+\.\d \/ \d+\.\d$/m);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('--only and --turn', async () => {
    const { code, stdout } = await cli('evaluate', folder, '--only', 'scan', '--turn', '180');
    expect(stdout).toMatch(/^number exact +100\.0 % \(1\/1\)$/m);
    expect(stdout).not.toContain('no number');
    expect(code).toBe(0);
  });

  test('--json prints the readings instead', async () => {
    const { code, stdout } = await cli('evaluate', folder, '--json');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).status),
    ).toEqual([200, 463]);
    expect(code).toBe(0);
  });

  test('--only covers: what is told of each covered number is counted once, and of none that is not read', async () => {
    const scenes = inFolder('scenes');
    await mkdir(scenes);
    await copyFile(FLAT.file, path.join(scenes, 'card.jpg'));
    const sceneOf = (pan: string | null) => {
      const [quad, number] = [
        [59, 53, 781, 508],
        [122, 300, 717, 346],
      ].map(([left, top, right, bottom]) => [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ]);
      return { file: 'card.jpg', cards: [{ pan, quad, numbers: [number], expiry: null, expiryText: null, secrets: [] }] };
    };
    await writeFile(path.join(scenes, 'scenes.json'), JSON.stringify([FLAT.expected.pan, '4000000000000002'].map(sceneOf)));
    const { code, stdout, stderr } = await cli('evaluate', scenes, '--only', 'covers');
    expect([code, stderr]).toEqual([0, '']);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^hidden, of 1 cards +refused +with \? +in doubt +right +wrong, warned +wrong$/);
    expect(rows).toHaveLength(7);
    const counts = rows.map((row) => row.match(/ \d+(?= |$)/g)!.map(Number));
    for (const row of counts) expect(row.reduce((a, b) => a + b)).toBe(1);
    const [nothing, first, last] = counts.map(([, , , right, , wrong]) => [right, wrong]);
    expect([nothing, first, last]).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('a folder without labels: exit code 2', async () => {
    const { code, stdout, stderr } = await cli('evaluate', path.dirname(folder));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('labels.json');
  });
});
