import type { Warning } from '../../../../lib/warnings';
import type { FileReading } from '../../../../scripts/command/file-reading';
import { rowOfView, scoreTable } from '../../../../scripts/measure/evaluate/score';
import type { Label } from '../../../../scripts/measure/label';

const PAN = '4242424242424242';
const OTHER = '4242424242424241';
const LONG = '6212345678900000003';

const label = (file: string, rest: Partial<Label> = {}): Label => ({
  file,
  pan: PAN,
  expiry: '12/30',
  type: null,
  kind: 'photo',
  embossed: false,
  ...rest,
});

const read = (file: string, rest: Partial<Extract<FileReading, { status: 200 }>> = {}): FileReading => ({
  file,
  status: 200,
  pan: PAN,
  panGrouped: PAN,
  expiry: '12/30',
  validFrom: null,
  type: 'unknown',
  issuer: null,
  scheme: 'Visa',
  luhnValid: true,
  confidence: 0.9,
  warnings: [],
  quality: 90,
  ms: 100,
  cards: 1,
  timings: {},
  ...rest,
});

const refused = (file: string, status = 464): FileReading => ({
  file,
  status,
  code: 'NUMBER_UNREADABLE',
  message: 'Invalid Result',
  pan: null,
  ms: 10,
});

/** The rates of a table by name, e.g. `50.0 % (1/2)`, what confidence was worth, and the lines of misses. */
function parsed(pairs: readonly (readonly [Label, FileReading])[]): {
  rates: Record<string, string>;
  reliability: string[];
  misses: string[];
} {
  const table = scoreTable(pairs);
  expect(table.endsWith('\n')).toBe(true);
  const rates: Record<string, string> = {};
  const reliability: string[] = [];
  const misses: string[] = [];
  for (const line of table.trimEnd().split('\n')) {
    const rate = /^(.{26})\s*(\d+\.\d [%/].*)$/.exec(line);
    if (rate) rates[rate[1]!.trim()] = rate[2]!;
    else if (line.startsWith('confidence')) reliability.push(line);
    else if (line.startsWith('99 % right from')) continue;
    else misses.push(line.trim());
  }
  return { rates, reliability, misses };
}

test('all right', () => {
  const { rates, misses } = parsed([
    [label('a'), read('a')],
    [label('b'), read('b')],
  ]);
  expect(rates).toMatchObject({
    'number exact': '100.0 % (2/2)',
    answered: '100.0 % (2/2)',
    'wrong, with no warning': '0.0 % (0/2)',
    'expiry exact': '100.0 % (2/2)',
  });
  expect(misses).toEqual([]);
});

test('exact, answered, wrong with and without a warning are told apart', () => {
  const { rates, misses } = parsed([
    [label('right.jpg'), read('right.jpg')],
    [label('right-but-doubted.jpg'), read('right-but-doubted.jpg', { warnings: ['low-confidence'] })],
    [label('silent.jpg'), read('silent.jpg', { pan: OTHER })],
    [label('warned.jpg'), read('warned.jpg', { pan: OTHER, warnings: ['luhn'] })],
    [label('refused.jpg'), refused('refused.jpg', 463)],
  ]);
  expect(rates).toMatchObject({
    'number exact': '40.0 % (2/5)',
    answered: '80.0 % (4/5)',
    'wrong, with no warning': '20.0 % (1/5)',
    'expiry exact': '80.0 % (4/5)',
  });
  expect(misses).toEqual([
    'silent.jpg: ***************2 read as ***************1, with no warning',
    'warned.jpg: ***************2 read as ***************1',
    'refused.jpg: answered 463',
    'refused.jpg: expiry 12/30 read as null',
  ]);
});

test.each<[Warning, string]>([
  ['luhn', '0.0 % (0/1)'],
  ['low-confidence', '0.0 % (0/1)'],
  ['unknown-length', '0.0 % (0/1)'],
  // these say nothing against the digits
  ['expired', '100.0 % (1/1)'],
  ['unknown-bin', '100.0 % (1/1)'],
])('a wrong number with the warning %s: %s', (warning, rate) => {
  expect(parsed([[label('a'), read('a', { pan: OTHER, warnings: [warning] })]]).rates['wrong, with no warning']).toBe(rate);
});

test.each<[Warning, string | undefined]>([
  ...(['luhn', 'low-confidence', 'unknown-length', 'unknown-bin', 'different-cards'] as const).map(
    (warning) => [warning, undefined] as [Warning, undefined],
  ),
  ['expired', '100.0 % (1/1)'],
  ['cut-off', '100.0 % (1/1)'],
])('of the numbers that a client may take as they are, one with the warning %s: wrong in %s', (warning, rate) => {
  expect(parsed([[label('a'), read('a', { pan: OTHER, warnings: [warning] })]]).rates['no warning: wrong numbers']).toBe(rate);
});

test('a date of which the label is not sure counts for nothing', () => {
  const { rates, misses } = parsed([
    [label('a', { expiry: null, expiry_unsure: true }), read('a')],
    [label('b', { expiry: '11/30', expiry_unsure: true }), read('b')],
    [label('c', { expiry: null }), read('c', { expiry: null })],
  ]);
  expect(rates['expiry exact']).toBeUndefined();
  expect(rates['expiry invented']).toBe('0.0 % (0/1)');
  expect(misses).toEqual([]);
});

test('told with no doubt are right numbers of whose digits no warning speaks; one that fails its check is such', () => {
  const { rates } = parsed([
    [label('a'), read('a')],
    [label('b', { kind: 'scan' }), read('b', { warnings: ['luhn', 'expired'] })],
    [label('c', { kind: 'mockup' }), read('c', { warnings: ['low-confidence'] })],
    [label('d'), read('d', { pan: OTHER })],
    [label('e'), refused('e')],
  ]);
  expect(rates).toMatchObject({ 'digits told with no doubt': '40.0 % (2/5)', 'of photos and scans': '50.0 % (2/4)' });
});

test('a wrong date is told apart from a missing one', () => {
  const { rates } = parsed([
    [label('a'), read('a')],
    [label('b'), read('b', { expiry: '12/31' })],
    [label('c'), read('c', { expiry: null })],
    [label('d'), refused('d')],
  ]);
  expect(rates).toMatchObject({ 'expiry exact': '25.0 % (1/4)', 'expiry wrong': '25.0 % (1/4)' });
});

test('slices by kind, print, length and check', () => {
  const { rates } = parsed([
    [label('a', { kind: 'photo', embossed: true, luhn_ok: true }), read('a')],
    [label('b', { kind: 'scan', pan: LONG, luhn_ok: false }), read('b', { pan: LONG })],
    [label('c', { kind: 'mockup', embossed: true, luhn_ok: true }), read('c', { pan: OTHER })],
    [label('d', { kind: 'photo', pan: LONG, luhn_ok: null }), refused('d')],
  ]);
  expect(rates).toMatchObject({
    'number exact': '50.0 % (2/4)',
    photo: '50.0 % (1/2)',
    scan: '100.0 % (1/1)',
    mockup: '0.0 % (0/1)',
    'photo and scan': '66.7 % (2/3)',
    embossed: '50.0 % (1/2)',
    flat: '50.0 % (1/2)',
    '16 digits': '50.0 % (1/2)',
    '17-19 digits': '50.0 % (1/2)',
    'Luhn holds': '50.0 % (1/2)',
  });
});

test.each([undefined, null])('what a label does not tell (%j) is in no slice', (untold) => {
  // as JSON has it
  const bare = { ...label('b'), kind: untold, embossed: untold } as Label;
  const { rates } = parsed([
    [label('a', { kind: 'scan' }), read('a')],
    [bare, refused('b')],
  ]);
  expect(rates).toMatchObject({ 'number exact': '50.0 % (1/2)', scan: '100.0 % (1/1)', flat: '100.0 % (1/1)' });
  expect(Object.keys(rates)).not.toContain(String(untold));
  expect(Object.keys(rates)).not.toContain('embossed');
});

test('pictures without a number count for nothing but their refusal', () => {
  const none = { pan: null, expiry: null };
  const { rates, misses } = parsed([
    [label('a'), read('a')],
    [label('no-card', { ...none, kind: 'negative' }), refused('no-card', 463)],
    [label('ticket', { ...none, kind: 'negative' }), refused('ticket', 464)],
    [label('back', none), read('back', { expiry: null })],
    [label('masked', none), read('masked', { expiry: null, pan: '4242????????4242', confidence: 0 })],
    [label('doubtful', none), read('doubtful', { expiry: null, confidence: 0.4 })],
  ]);
  expect(rates).toMatchObject({
    'number exact': '100.0 % (1/1)',
    answered: '100.0 % (1/1)',
    'no number: refused': '40.0 % (2/5)',
    'by /bankcard': '80.0 % (4/5)',
    'no bank card: 463': '50.0 % (1/2)',
    'expiry invented': '0.0 % (0/5)',
  });
  expect(misses).toEqual([]);
});

test('wrong numbers, of those that each endpoint tells', () => {
  const none = { pan: null, expiry: null };
  const { rates } = parsed([
    [label('right'), read('right', { confidence: 0.9 })],
    [label('doubtful'), read('doubtful', { pan: OTHER, confidence: 0.49 })],
    [label('wrong'), read('wrong', { pan: OTHER, confidence: 0.5 })],
    [label('partial'), read('partial', { pan: '424242424242424?', confidence: 0 })],
    [label('no-card', none), read('no-card', { confidence: 0.1 })],
  ]);
  expect(rates).toMatchObject({ '/v1/cards: wrong numbers': '66.7 % (2/3)', '/bankcard: wrong numbers': '50.0 % (1/2)' });
});

test('an expiry where there is none is invented', () => {
  const { rates, misses } = parsed([
    [label('invented', { expiry: null }), read('invented')],
    [label('rightly-none', { expiry: null }), read('rightly-none', { expiry: null })],
    [label('wrong'), read('wrong', { expiry: '12/31' })],
    [label('missed'), read('missed', { expiry: null })],
  ]);
  expect(rates).toMatchObject({ 'expiry invented': '50.0 % (1/2)', 'expiry exact': '0.0 % (0/2)' });
  expect(misses).toEqual(['invented: expiry null read as 12/30', 'wrong: expiry 12/30 read as 12/31', 'missed: expiry 12/30 read as null']);
});

test('a specimen date is neither right nor wrong', () => {
  const specimen = { expiry: '00/00', expiry_is_real_date: false };
  const { rates, misses } = parsed([
    [label('a', specimen), read('a', { expiry: null })],
    [label('b', specimen), read('b', { expiry: '08/08' })],
  ]);
  expect(rates).not.toHaveProperty('expiry exact');
  expect(rates).not.toHaveProperty('expiry invented');
  expect(misses).toEqual([]);
});

test('the type is scored where it is debit or credit', () => {
  const { rates } = parsed([
    [label('a', { type: 'debit' }), read('a', { type: 'debit' })],
    [label('b', { type: 'credit' }), read('b', { type: 'debit' })],
    [label('c', { type: 'credit' }), refused('c')],
    [label('d', { type: 'prepaid' }), read('d', { type: 'debit' })],
    [label('e', { type: null }), read('e')],
    [label('f', { type: 'credit' }), read('f', { type: 'unknown' })],
  ]);
  expect(rates['debit/credit right']).toBe('25.0 % (1/4)');
  expect(rates['debit/credit wrong']).toBe('25.0 % (1/4)');
});

test('what confidence was worth, over the numbers that were answered', () => {
  const { reliability } = parsed([
    [label('a'), read('a', { confidence: 0.98 })],
    [label('b'), read('b', { confidence: 0.98, pan: OTHER })],
    [label('c'), refused('c')],
    [label('d', { pan: null }), read('d', { confidence: 0.98 })],
  ]);
  expect(reliability).toEqual(['confidence 0.97 to 0.99   said 98.0 %, right 50.0 % (1/2)']);
});

test('median and 95th percentile of the times', () => {
  const pairs = Array.from({ length: 101 }, (_, i) => [label('a'), read('a', { ms: ((i * 37) % 101) + 1 })] as const);
  expect(parsed(pairs).rates['ms median / p95']).toBe('51.0 / 96.0');
});

test('a line for pictures that were changed in one way', () => {
  const line = rowOfView('turned 90', [
    [label('a'), read('a')],
    [label('b'), read('b', { pan: OTHER })],
    [label('c', { kind: 'mockup' }), refused('c')],
    [label('d', { pan: null }), refused('d')],
    [label('e', { kind: 'scan' }), read('e', { expiry: '01/30', warnings: ['low-confidence'] })],
    [label('f', { expiry: '00/00', expiry_is_real_date: false }), read('f', { expiry: null })],
  ]);
  expect(line.trim().split(/ {2,}/)).toEqual(['turned 90', '3/5 60.0 %', '3/4 75.0 %', '3/4 75.0 %', '1', '2/4 50.0 %', '1', '100.0']);
  expect(rowOfView('').trim().split(/ {2,}/)).toEqual([
    'all exact',
    'photo and scan',
    'no doubt',
    'wrong, no warning',
    'dates exact',
    'wrong',
    'ms median',
  ]);
});
