import type * as fs from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { identityOf, objectOf, picturesIn } from '../../../../scripts/cli/batch/pictures';
import { UsageError } from '../../../../scripts/command/usage-error';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  for (const name of ['b.jpg', 'a.PNG', 'notes.txt', 'sub/c.webp', 'sub/deeper/d.HEIC', 'sub [1]/e.jpg', 'marked/b.jpg']) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), '');
  }
});

const named = async (meant: readonly string[], leaveOut?: string): Promise<string[]> =>
  (await picturesIn(meant.map(at), leaveOut && at(leaveOut))).pictures.map((name) => path.relative(folder, name));

test('a folder: the pictures in it and below, by name', async () => {
  expect(await named([''])).toEqual(['a.PNG', 'b.jpg', 'marked/b.jpg', 'sub [1]/e.jpg', 'sub/c.webp', 'sub/deeper/d.HEIC']);
});

test('but not those that are written there, which are counted', async () => {
  expect(await named(['**/*.{jpg,webp}'], 'marked')).toEqual(['b.jpg', 'sub [1]/e.jpg', 'sub/c.webp']);
  expect(await picturesIn([at('**/*.{jpg,webp}')], at('marked'))).toMatchObject({ leftOut: 1 });
  await expect(named(['marked/*'], 'marked')).rejects.toThrow(
    `no pictures in ${at('marked/*')}, but for those in the folder of --annotate`,
  );
});

test.each(['marked', 'new', '.'])('nothing is written into a folder that is read: the next batch would read it, %j', async (written) => {
  await expect(named([''], written)).rejects.toThrow(
    new UsageError(`--annotate: what is written to ${at(written)} would be read by the next batch of ${at('')}; name a folder elsewhere`),
  );
});

test.each(['../marked', 'sub2', 'marked'])('but beside it: %j', async (written) => {
  expect(await named(['sub', 'b.jpg'], written)).toEqual(['sub/c.webp', 'sub/deeper/d.HEIC', 'b.jpg']);
});

describe('whatever links lead there', () => {
  const linked = temporaryFolder();
  const through = (name: string): string => path.join(linked, 'link', name);
  beforeAll(() => symlink(folder, path.join(linked, 'link')));

  test('pictures that are written there are left out', async () => {
    const { pictures, leftOut } = await picturesIn([at('*/*.jpg')], through('marked'));
    expect([pictures.map((name) => path.relative(folder, name)), leftOut]).toEqual([['sub [1]/e.jpg'], 1]);
    await expect(picturesIn([at('b.jpg')], through(''))).rejects.toThrow('but for those in the folder of --annotate');
  });

  test.each(['marked', 'new/deeper'])('nothing is written into a folder that is read: %s', async (written) => {
    await expect(picturesIn([at('')], through(written))).rejects.toThrow('would be read by the next batch');
    await expect(picturesIn([through('')], at(written))).rejects.toThrow('would be read by the next batch');
  });
});

test('a folder and a file whose names look like patterns', async () => {
  expect(await named(['sub [1]'])).toEqual(['sub [1]/e.jpg']);
  expect(await named(['sub [1]/e.jpg'])).toEqual(['sub [1]/e.jpg']);
});

const breaking = temporaryFolder();
test('names with line breaks, which no pattern means', async () => {
  for (const name of ['nl\nx.jpg', 'cr\rx.jpg', 'u\u2028x.jpg', 'sub\nd/z.jpg', '.hidden/a.jpg', '.b.jpg']) {
    await mkdir(path.dirname(path.join(breaking, name)), { recursive: true });
    await writeFile(path.join(breaking, name), '');
  }
  const { pictures, others } = await picturesIn([breaking], undefined);
  expect(pictures.map((name) => path.relative(breaking, name))).toEqual(['cr\rx.jpg', 'nl\nx.jpg', 'sub\nd/z.jpg', 'u\u2028x.jpg']);
  expect(others).toBe(0);
});

test('patterns', async () => {
  expect(await named(['*.jpg'])).toEqual(['b.jpg']);
  expect(await named(['sub/**/*.{webp,HEIC}'])).toEqual(['sub/c.webp', 'sub/deeper/d.HEIC']);
});

test('files as they are named, each once', async () => {
  expect(await named(['notes.txt', 'b.jpg', '', 'sub/../b.jpg'])).toEqual([
    'notes.txt',
    'b.jpg',
    'a.PNG',
    'marked/b.jpg',
    'sub [1]/e.jpg',
    'sub/c.webp',
    'sub/deeper/d.HEIC',
  ]);
});

test.each(['*.gif', 'none/*'])('%s, which is nothing', async (pattern) => {
  await expect(named(['b.jpg', pattern])).rejects.toThrow(UsageError);
});

test.each([
  ['none.jpg', 'no such file'],
  ['none', 'no such file'],
  ['b.jpg/c.jpg', 'no such file'],
])('%s, which is not there', async (name, reason) => {
  await expect(named(['b.jpg', name])).rejects.toThrow(new UsageError(`${at(name)}: ${reason}`));
});

test.each(['https://cards.example/a.jpg?sig=SECRET', 'HTTP://me:pw@cards.example/a.jpg', 'ftp://me:pw@cards.example/*?SECRET'])(
  '%s, which is no path: nothing is looked for, and no secret is told',
  async (url) => {
    const told = url.replace('me:pw@', '').replace(/\?.*/, '');
    await expect(picturesIn([at('none.jpg'), url], undefined)).rejects.toThrow(
      new UsageError(`batch: ${told} is no path; download it first`),
    );
  },
);

test.each([
  ['s3://cards/in/a.jpg', { bucket: 'cards', key: 'in/a.jpg' }],
  ['S3://cards', { bucket: 'cards', key: '' }],
  ['s3://cards/in/a.jpg ', { bucket: 'cards', key: 'in/a.jpg ' }],
  ['in/a.jpg', null],
])('%j names an object, its key literally', (name, object) => {
  expect(objectOf(name)).toEqual(object);
});

test('a URL of S3 without a bucket', async () => {
  await expect(picturesIn(['s3://'], undefined)).rejects.toThrow(
    new UsageError('batch: s3:// is no path; name a bucket: s3://bucket/prefix'),
  );
});

test('other files are counted, but not those that are named', async () => {
  expect(await picturesIn([at('')], undefined)).toMatchObject({ unreached: [], others: 1 });
  expect(await picturesIn([at('notes.txt')], undefined)).toMatchObject({ others: 0 });
});

describe('what cannot be looked into is told, and the rest is found', () => {
  const odd = temporaryFolder({ forEachTest: true });
  beforeEach(async () => {
    await chmod(odd, 0o755);
    await mkdir(path.join(odd, 'locked'));
    for (const name of ['a.jpg', 'locked/b.jpg']) await writeFile(path.join(odd, name), '');
  });
  const lookedInto = async (meant: string) => {
    const { pictures, unreached } = await picturesIn([meant], undefined);
    const below = (name: string): string => path.relative(odd, name);
    return { pictures: pictures.map(below), unreached: unreached.map((lost) => ({ ...lost, path: below(lost.path) })) };
  };

  test.each(['', '**/*.jpg'])('links that lead nowhere: %j', async (pattern) => {
    await symlink('nothing.jpg', path.join(odd, 'lost.jpg'));
    await symlink('ring-b.jpg', path.join(odd, 'ring-a.jpg'));
    await symlink('ring-a.jpg', path.join(odd, 'ring-b.jpg'));
    const { pictures, unreached } = await lookedInto(path.join(odd, pattern));
    expect(pictures).toEqual(['a.jpg', 'locked/b.jpg']);
    expect(unreached.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'lost.jpg', reason: 'no such file' },
      { path: 'ring-a.jpg', reason: 'a link that leads to itself' },
      { path: 'ring-b.jpg', reason: 'a link that leads to itself' },
    ]);
  });

  test('a link to the folder itself is no endless way', async () => {
    await symlink('.', path.join(odd, 'again'));
    const { pictures, unreached } = await lookedInto(odd);
    expect(pictures).toContain('a.jpg');
    expect(unreached).toEqual([]);
  });

  test('a link to a folder beside it: each picture by both names', async () => {
    await symlink('locked', path.join(odd, 'linked'));
    expect((await lookedInto(odd)).pictures).toEqual(['a.jpg', 'linked/b.jpg', 'locked/b.jpg']);
  });

  test.each(['', '**/*.jpg'])('a folder that must not be read: %j', async (pattern) => {
    await chmod(path.join(odd, 'locked'), 0);
    // nothing is locked for root
    const isRoot = process.geteuid!() === 0;
    if (isRoot) process.seteuid!(65_534);
    try {
      expect(await lookedInto(path.join(odd, pattern))).toEqual({
        pictures: ['a.jpg'],
        unreached: [{ path: 'locked', reason: 'permission denied' }],
      });
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });
});

describe('names that are not UTF-8, as old archives have them', () => {
  const odd = temporaryFolder({ forEachTest: true });
  /** The path below the folder whose bytes are the characters of a text. */
  const bytesOf = (name: string): Buffer => Buffer.concat([Buffer.from(`${odd}/`), Buffer.from(name, 'latin1')]);
  const REASON = 'its name is not UTF-8: rename it';
  const found = async (meant: string) => {
    const { pictures, unreached, others } = await picturesIn([path.join(odd, meant)], undefined);
    const below = (name: string): string => path.relative(odd, name);
    return {
      pictures: pictures.map(below),
      unreached: unreached.map((lost) => [below(lost.path), lost.reason]).sort(),
      others,
    };
  };
  beforeEach(() => writeFile(path.join(odd, 'a.jpg'), ''));

  test.each(['', '**/*.jpg'])('each is told, though two are decoded to one: %j', async (meant) => {
    for (const name of ['\xb2\xe2.jpg', '\xb3\xe2.jpg', '.\xb2.jpg']) await writeFile(bytesOf(name), '');
    for (const name of ['\xb2', '\xb3']) {
      await mkdir(bytesOf(name));
      await writeFile(bytesOf(`${name}/b.jpg`), '');
    }
    await symlink('a.jpg', bytesOf('\xb4.jpg'));
    expect(await found(meant)).toEqual({
      pictures: ['a.jpg'],
      unreached: ['\\xb2', '\\xb2\\xe2.jpg', '\\xb3', '\\xb3\\xe2.jpg', '\\xb4.jpg'].map((name) => [name, REASON]),
      others: 0,
    });
  });

  test('what really has such a decoded name is read', async () => {
    await writeFile(path.join(odd, '\uFFFD.jpg'), '');
    await mkdir(path.join(odd, '\uFFFD'));
    await writeFile(path.join(odd, '\uFFFD/b.jpg'), '');
    await mkdir(bytesOf('\xb2'));
    await writeFile(bytesOf('\xb2.jpg'), '');
    expect(await found('')).toEqual({
      pictures: ['a.jpg', '\uFFFD.jpg', '\uFFFD/b.jpg'],
      unreached: ['\\xb2', '\\xb2.jpg'].map((name) => [name, REASON]),
      others: 0,
    });
  });

  test('they are told by each way that leads to them', async () => {
    await mkdir(path.join(odd, 'folder'));
    await writeFile(bytesOf('folder/\xb2.jpg'), '');
    await symlink('folder', path.join(odd, 'link'));
    await symlink(bytesOf('folder/\xb2.jpg'), path.join(odd, 'linked.jpg'));
    const { unreached } = await found('');
    expect(unreached).toEqual([
      ['folder/\\xb2.jpg', REASON],
      ['link/\\xb2.jpg', REASON],
      ['linked.jpg', 'no such file'],
    ]);
  });

  test('other files are only counted, and what a pattern does not mean is not', async () => {
    await writeFile(bytesOf('\xb2.txt'), '');
    expect(await found('')).toEqual({ pictures: ['a.jpg'], unreached: [], others: 1 });
    await mkdir(bytesOf('\xb2'));
    expect(await found('*.jpg')).toEqual({ pictures: ['a.jpg'], unreached: [], others: 0 });
  });

  test('as an argument it is wrong usage', async () => {
    await expect(found('\uFFFD.jpg')).rejects.toThrow(new UsageError(`${odd}/\uFFFD.jpg: ${REASON}`));
  });
});

const walked = temporaryFolder();
test('a folder that is gone when the walk comes to it is told', async () => {
  const gone = path.join(walked, 'gone');
  await mkdir(gone);
  const actual = jest.requireActual<typeof fs>('node:fs');
  const readdir = (folder: string, options: never, done: (...result: unknown[]) => void): void =>
    actual.readdir(folder, options, (...result) => {
      actual.rmSync(gone, { recursive: true, force: true });
      done(...result);
    });
  await jest.isolateModulesAsync(async () => {
    jest.doMock('node:fs', () => ({ ...actual, readdir }));
    const { picturesIn } = await import('../../../../scripts/cli/batch/pictures');
    expect((await picturesIn([walked], undefined)).unreached).toEqual([{ path: gone, reason: 'no such file' }]);
  });
});

test('a file is the same however it is named', () => {
  expect(identityOf('./sub/../b.jpg')).toBe(path.resolve('b.jpg'));
  expect(identityOf('s3://bucket/a/../b.jpg')).toBe('s3://bucket/a/../b.jpg');
});
