import { spawnSync } from 'node:child_process';
import fs, { existsSync } from 'node:fs';
import { chmod, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RecordFile } from '../../../../scripts/cli/batch/record-file';
import { type FormatName, RECORD_FORMATS } from '../../../../scripts/cli/batch/record-format';
import { UsageError } from '../../../../scripts/command/usage-error';
import { pictureRecord } from '../../../helpers/picture-records';
import { temporaryFolder } from '../../../helpers/temporary-folder';

jest.setTimeout(60_000);

const file = path.join(temporaryFolder({ forEachTest: true }), 'out');

const LINE_FEED = 10;
const MASKED = { isMasked: true, allCards: false };
/** Lengths to which a file may be written: all about its line breaks, and some between. */
function cuts(bytes: Buffer): number[] {
  const marks = [...bytes.keys()].filter((i) => bytes[i] === LINE_FEED).flatMap((i) => [i - 1, i, i + 1, i + 2]);
  const some = [...bytes.keys()].filter((length) => length % 7 === 0);
  return [...new Set([...marks, ...some, bytes.length])].filter((length) => length <= bytes.length);
}
const content = (): Promise<string> => readFile(file, 'utf8');
const RECORDS = [pictureRecord({ file: 'a.jpg' }), pictureRecord({ file: '卡\n"2".jpg', status: 463 }), pictureRecord({ file: 'c.jpg' })];

describe.each<FormatName>(['jsonl', 'csv'])('%s', (name) => {
  const format = RECORD_FORMATS[name];
  const whole = format.head + RECORDS.map(format.write).join('');

  test('records are there as soon as they are added, for nobody else to see', async () => {
    const records = await RecordFile.open(file, format, MASKED);
    expect(records.written).toEqual([]);
    expect(await content()).toBe(format.head);
    for (const record of RECORDS) records.add([record]);
    expect(await content()).toBe(whole);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    records.close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('where the file system has no permissions, it is said, and they are written all the same', async () => {
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const refused = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    jest.spyOn(fs, 'fchmodSync').mockImplementationOnce(refused('EPERM')).mockImplementationOnce(refused('EIO'));
    const records = await RecordFile.open(file, format, MASKED);
    records.add(RECORDS);
    records.close();
    await expect(RecordFile.open(file, format, MASKED)).rejects.toThrow('EIO');
    expect(told.mock.calls).toEqual([[`others may be able to read ${file}: its permissions cannot be set\n`]]);
    jest.restoreAllMocks();
    expect(await content()).toBe(whole);
  });

  test('written up to some byte, it is whole again after the records that are missing are added', async () => {
    const bytes = Buffer.from(whole);
    for (const length of cuts(bytes)) {
      await writeFile(file, bytes.subarray(0, length));
      const records = await RecordFile.open(file, format, MASKED);
      const known = records.written.map((record) => record.file);
      expect(known).toEqual(RECORDS.slice(0, known.length).map((record) => record.file));
      expect(records.written.map(({ status }) => status)).toEqual(RECORDS.slice(0, known.length).map(({ status }) => status));
      // only the last one can be missing: no more than one is cut off
      expect(bytes.subarray(0, length).length - Buffer.byteLength(await content())).toBeLessThan(
        Buffer.byteLength(format.write(RECORDS[1]!)),
      );
      for (const record of RECORDS.slice(known.length)) records.add([record]);
      records.close();
      expect(await content()).toBe(whole);
    }
  });

  test('what a full disk has taken of a record is cut off where the file is now, and another one in its place is left', async () => {
    const records = await RecordFile.open(file, format, MASKED);
    records.add([RECORDS[0]!]);
    const moved = `${file}.moved`;
    await rename(file, moved);
    await writeFile(file, 'mine');
    const append = jest.spyOn(fs, 'appendFileSync').mockImplementationOnce((descriptor, text) => {
      fs.writeSync(Number(descriptor), String(text).slice(0, 20));
      throw new Error('ENOSPC');
    });
    expect(() => records.add([RECORDS[1]!])).toThrow('ENOSPC');
    append.mockRestore();
    records.close();
    expect([await readFile(moved, 'utf8'), await content()]).toEqual([format.head + format.write(RECORDS[0]!), 'mine']);
  });

  test('on Windows, where a file that is added to cannot be cut, it is cut by its path', async () => {
    await writeFile(file, whole.slice(0, -5));
    const refused = jest.spyOn(fs, 'ftruncateSync').mockImplementationOnce(() => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    });
    const records = await RecordFile.open(file, format, MASKED);
    refused.mockRestore();
    records.close();
    expect(await content()).toBe(format.head + RECORDS.slice(0, 2).map(format.write).join(''));
  });

  test('what a full disk has taken of a record is cut off, and nothing is added behind it', async () => {
    const records = await RecordFile.open(file, format, MASKED);
    records.add([RECORDS[0]!]);
    const append = jest.spyOn(fs, 'appendFileSync').mockImplementationOnce((descriptor, text) => {
      fs.writeSync(Number(descriptor), String(text).slice(0, 20));
      throw new Error('ENOSPC');
    });
    // workers bring what they have in hand
    for (const record of RECORDS.slice(1)) expect(() => records.add([record])).toThrow('ENOSPC');
    append.mockRestore();
    records.close();
    expect(await content()).toBe(format.head + format.write(RECORDS[0]!));
  });

  test('where nothing could be written, no file is left', async () => {
    const records = await RecordFile.open(file, format, MASKED);
    const append = jest.spyOn(fs, 'appendFileSync').mockImplementation(() => {
      throw new Error('ENOSPC');
    });
    expect(() => records.add(RECORDS)).toThrow('ENOSPC');
    records.discard();
    records.close();
    append.mockRestore();
    expect(existsSync(file)).toBe(false);
    const refuse = jest.spyOn(fs, 'fchmodSync').mockImplementation(() => {
      throw new Error('EIO');
    });
    await expect(RecordFile.open(file, format, MASKED)).rejects.toThrow('EIO');
    refuse.mockRestore();
    expect([existsSync(file), existsSync(`${file}.lock`)]).toEqual([false, false]);
  });

  test.each([
    ['of something else', 'my thesis\nchapter 1\n'],
    ['of something else, in one line', 'my thesis'],
    ['with something else below', `${whole}my thesis\n`],
    ['of JSON', '{"name":"x"}\n'],
  ])('a file %s is left alone', async (_, text) => {
    await writeFile(file, text);
    await chmod(file, 0o644);
    await expect(RecordFile.open(file, format, MASKED)).rejects.toThrow(UsageError);
    expect(await content()).toBe(text);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});

test('where it cannot be made, that is wrong usage', async () => {
  jest.spyOn(fs, 'openSync').mockImplementationOnce(() => {
    throw new Error('EROFS: read-only file system');
  });
  await expect(RecordFile.open(file, RECORD_FORMATS.csv, MASKED)).rejects.toThrow(
    new UsageError('batch: --out: EROFS: read-only file system'),
  );
  jest.restoreAllMocks();
});

test('a CSV that a spreadsheet has saved is left alone, and told where to look', async () => {
  const saved = 'file;status;code\r\na.jpg;200;\r\n';
  await writeFile(file, saved);
  await expect(RecordFile.open(file, RECORD_FORMATS.csv, MASKED)).rejects.toThrow('another program has saved it since: see its header');
  expect(await content()).toBe(saved);
});

describe.each<FormatName>(['jsonl', 'csv'])('all cards, %s', (name) => {
  const format = RECORD_FORMATS[name];
  const options = { isMasked: true, allCards: true };
  const PICTURES = [
    [1, 2].map((card) => pictureRecord({ file: 'a.jpg', card, cards: 2 })),
    [pictureRecord({ file: 'b.jpg', status: 463, pan: null, card: null, cards: 0 })],
    [1, 2, 3].map((card) => pictureRecord({ file: 'c.jpg', card, cards: 3 })),
  ];
  const whole = format.head + PICTURES.flat().map(format.write).join('');

  test('written up to some byte, it is whole again after the pictures that are missing are added', async () => {
    const bytes = Buffer.from(whole);
    for (const length of cuts(bytes)) {
      await writeFile(file, bytes.subarray(0, length));
      const records = await RecordFile.open(file, format, options);
      const known = new Set(records.written.map((record) => record.file));
      for (const picture of PICTURES.filter(([record]) => !known.has(record!.file))) records.add(picture);
      records.close();
      expect(await content()).toBe(whole);
    }
  });
});

describe.each<FormatName>(['jsonl', 'csv'])('one card and all cards of a picture do not stand in one file, %s', (name) => {
  const format = RECORD_FORMATS[name];
  const ONE = pictureRecord({ file: 'b.jpg' });
  const PROMINENT = pictureRecord({ card: 2, cards: 2 });
  const BOTH = [1, 2].map((card) => pictureRecord({ card, cards: 2 }));
  test.each([
    ['one card', true, [PROMINENT, ONE]],
    ['all cards', false, [...BOTH, ONE]],
    ['all cards', false, [ONE, ...BOTH]],
  ])('%s, and allCards %j', async (held, allCards, records) => {
    const before = format.head + records.map(format.write).join('');
    await writeFile(file, before);
    await expect(RecordFile.open(file, format, { isMasked: true, allCards })).rejects.toThrow(`${file} holds ${held} of each picture`);
    expect(await content()).toBe(before);
    (await RecordFile.open(file, format, { isMasked: true, allCards: !allCards })).close();
    expect(await content()).toBe(before);
  });

  test.each([
    ['the last picture, of which all cards are read again', true, [ONE, PROMINENT], [ONE]],
    ['a picture that was read twice', false, [ONE, ONE], [ONE, ONE]],
    ['a card, and a picture of its group that is none', false, [PROMINENT, pictureRecord({ cards: 0, status: 462 })], undefined],
  ])('but %s', async (_, allCards, records, kept = records) => {
    await writeFile(file, format.head + records.map(format.write).join(''));
    const opened = await RecordFile.open(file, format, { isMasked: true, allCards });
    opened.close();
    expect(opened.written.map((record) => record.file)).toEqual(kept.map((record) => record.file));
  });
});

describe.each<FormatName>(['jsonl', 'csv'])('groups, %s', (name) => {
  const format = RECORD_FORMATS[name];
  const spoilt = { status: 462, pan: null, card: null, cards: 0 };
  const GROUPS = [['a-1.jpg', 'a-2.jpg', 'a-3.jpg'], ['b.jpg'], ['c-1.jpg', 'c-2.jpg', 'c-3.jpg']] as const;
  const recordsOf = ([first, ...others]: readonly string[]) => [
    pictureRecord({ file: first! }),
    ...others.map((file) => pictureRecord({ file, ...spoilt })),
  ];
  const whole = format.head + GROUPS.flatMap(recordsOf).map(format.write).join('');
  /** what there is of a record that was written by half */
  const half = format.recordHead || 'a';

  test('written up to the beginning of some record, it is whole again after the groups that are missing are added', async () => {
    const bytes = Buffer.from(whole);
    for (const end of [...bytes.keys()].filter((i) => bytes[i] === LINE_FEED)) {
      await writeFile(file, bytes.subarray(0, end + 1) + half);
      const records = await RecordFile.open(file, format, MASKED, GROUPS);
      const known = new Set(records.written.map((record) => record.file));
      for (const group of GROUPS.filter(([first]) => !known.has(first))) records.add(recordsOf(group));
      records.close();
      expect(await content()).toBe(whole);
    }
  });

  test('a group that is not meant any more stays', async () => {
    const before = format.head + recordsOf(GROUPS[0]).map(format.write).join('');
    await writeFile(file, before + half);
    const records = await RecordFile.open(file, format, MASKED, GROUPS.slice(1));
    records.close();
    expect(await content()).toBe(before);
  });
});

describe('masked and whole numbers do not stand in one file', () => {
  const { write } = RECORD_FORMATS.jsonl;
  test.each([
    ['424242******4242', false, 'holds masked numbers'],
    ['4242424242424242', true, 'holds whole numbers'],
  ])('%s, and isMasked %j', async (pan, isMasked, reason) => {
    const before = write(pictureRecord({ pan })) + write(pictureRecord({ file: 'b.jpg', status: 463, pan: null }));
    await writeFile(file, before);
    await expect(RecordFile.open(file, RECORD_FORMATS.jsonl, { isMasked, allCards: false })).rejects.toThrow(reason);
    expect(await content()).toBe(before);
    const records = await RecordFile.open(file, RECORD_FORMATS.jsonl, { isMasked: !isMasked, allCards: false });
    records.close();
  });
});

test('a file of the other format is left alone', async () => {
  await writeFile(file, RECORD_FORMATS.csv.head);
  await expect(RecordFile.open(file, RECORD_FORMATS.jsonl, MASKED)).rejects.toThrow(UsageError);
  await writeFile(file, RECORD_FORMATS.jsonl.write(pictureRecord()));
  await expect(RecordFile.open(file, RECORD_FORMATS.csv, MASKED)).rejects.toThrow(UsageError);
});

test('a large file, over many reads of the disk', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => pictureRecord({ file: `folder/${i}/卡.jpg` }));
  await writeFile(file, many.map(RECORD_FORMATS.jsonl.write).join(''));
  const records = await RecordFile.open(file, RECORD_FORMATS.jsonl, MASKED);
  expect(records.written).toEqual(many.map(({ file, status }) => ({ file, status, cards: 1, isMasked: true })));
  records.close();
});

describe('two processes', () => {
  test.each([false, true])('do not add to the same file (through a link: %s)', async (isLink) => {
    const link = path.join(path.dirname(file), 'link');
    await symlink('out', link);
    // one that is alive and not this one
    await writeFile(`${file}.lock`, String(process.ppid));
    await expect(RecordFile.open(isLink ? link : file, RECORD_FORMATS.jsonl, MASKED)).rejects.toThrow(`process ${process.ppid} is at it`);
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(String(process.ppid));
    // the other one may just have begun
    expect(existsSync(file)).toBe(true);
  });

  test('one after the other do, even if the first has died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(`${file}.lock`, String(pid));
    const records = await RecordFile.open(file, RECORD_FORMATS.jsonl, MASKED);
    expect(Number.parseInt(await readFile(`${file}.lock`, 'utf8'), 10)).toBe(process.pid);
    records.close();
  });
});
