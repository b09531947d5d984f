import { answerOf, type InputReading } from '../../lib/contract/answer';
import type { ProviderFormat, RequestForm } from '../../lib/contract/card-request';
import { optionsOf } from '../../lib/contract/configure';
import { EXAMPLE_CARD, pictureOf } from '../helpers/readings';

const REQUEST_ID = '20261124170000_0f8fad5bd9cb469fa16570867728950e';

type Card = typeof EXAMPLE_CARD;
const inputOf = (format: string, changes: Partial<Card> = {}, more: object = {}, image: object = {}): InputReading => {
  const picture = pictureOf({ ...EXAMPLE_CARD, ...changes });
  return { reading: { ...picture, image: { ...picture.image, ...image } }, options: optionsOf({ format, ...more }), loadMs: 1 };
};
const answered = (format: ProviderFormat, changes: Partial<Card> = {}, more: object = {}, image: object = {}): unknown =>
  answerOf('new', [inputOf(format, changes, more, image)], REQUEST_ID);

test('baidu', () => {
  expect(answered('baidu')).toEqual({
    log_id: 0x570867728950e,
    direction: 0,
    result: { bank_card_number: '6225 9700 7000 3000', valid_date: '07/22', bank_card_type: 2, bank_name: '工商银行', holder_name: '' },
  });
});

test('tencent', () => {
  expect(answered('tencent', { warnings: ['expired', 'luhn', 'glare', 'cut-off'] })).toEqual({
    Response: {
      CardNo: '6225970070003000',
      BankInfo: '工商银行',
      ValidDate: '07/2022',
      CardType: '贷记卡',
      CardName: '',
      BorderCutImage: null,
      CardNoImage: null,
      WarningCode: [-9110, -9112, -9111],
      QualityValue: EXAMPLE_CARD.quality,
      RequestId: REQUEST_ID,
    },
  });
  const withStrip = answered('tencent', { strip: Buffer.from([1, 2, 3]) }, { strip: true });
  const withCrop = answered('tencent', { crop: Buffer.from([1, 2, 3]) }, { crop: true });
  expect(withStrip).toMatchObject({ Response: { CardNoImage: 'AQID', BorderCutImage: null } });
  expect(withCrop).toMatchObject({ Response: { BorderCutImage: 'AQID' } });
});

test('aliyun', () => {
  const { RequestId, Data } = answered('aliyun') as { RequestId: string; Data: string };
  expect(RequestId).toBe(REQUEST_ID);
  expect(JSON.parse(Data)).toEqual({
    data: { bankName: '工商银行', cardNumber: '6225970070003000', validToDate: '2022/07', cardType: 'CC' },
    ftype: 0,
    width: 640,
    height: 400,
    orgWidth: 640,
    orgHeight: 400,
  });
});

test.each([
  ['unknown', 0, '', ''],
  ['debit', 1, '借记卡', 'DC'],
  ['credit', 2, '贷记卡', 'CC'],
  ['semi-credit', 3, '准贷记卡', 'SCC'],
  ['prepaid', 4, '预付卡', 'PC'],
] as const)('a card of type %s', (type, baidu, tencent, aliyun) => {
  expect(answered('baidu', { type })).toMatchObject({ result: { bank_card_type: baidu } });
  expect(answered('tencent', { type })).toMatchObject({ Response: { CardType: tencent } });
  expect(JSON.parse((answered('aliyun', { type }) as { Data: string }).Data)).toMatchObject({ data: { cardType: aliyun } });
});

test.each([
  [0, 0],
  [90, 3],
  [180, 2],
  [270, 1],
])('turned %d degrees clockwise, baidu counts %d quarters the other way', (orientation, direction) => {
  expect(answered('baidu', {}, {}, { orientation })).toMatchObject({ direction });
});

test('what was not read is empty', () => {
  const nothing = { issuer: null, expiry: null };
  expect(answered('baidu', nothing)).toMatchObject({ result: { bank_name: '', valid_date: '' } });
  expect(answered('tencent', nothing)).toMatchObject({ Response: { BankInfo: '', ValidDate: '' } });
  expect(JSON.parse((answered('aliyun', nothing) as { Data: string }).Data)).toMatchObject({ data: { bankName: '', validToDate: '' } });
});

test.each(['baidu', 'tencent', 'aliyun'] as const)('masked, %s tells the first 6 and last 4 digits', (format) => {
  const text = JSON.stringify(answered(format, {}, { mask: true }));
  expect(text.replaceAll(' ', '')).toContain('622597******3000');
  expect(text).not.toMatch(/0070|6225970070003000/);
});

test.each(['baidu', 'tencent', 'aliyun'] as const)('half a number is none for %s', (format) => {
  expect(() => answered(format, { pan: '622597007000300?', panGrouped: '6225 9700 7000 300?' })).toThrow(
    expect.objectContaining({ code: 'NUMBER_UNREADABLE' }),
  );
});

test.each(['baidu', 'tencent'] as const)('an answer that %s could not have given is a fault of ours', (format) => {
  const issuer = { ...EXAMPLE_CARD.issuer!, shortName: 'x'.repeat(201) };
  expect(() => answered(format, { issuer })).toThrow(expect.objectContaining({ code: 'ANSWER_INVALID' }));
});

test.each<[RequestForm, boolean]>([
  ['new', true],
  ['form', true],
  ['rich', true],
  ['old', false],
])('the %s form: %s', (form, isProvider) => {
  expect('Response' in answerOf(form, [inputOf('tencent')], REQUEST_ID)).toBe(isProvider);
});

test.each(['Baidu', 'huawei', '', 'toString', '__proto__'])('%j is no format: the answer is our own', (format) => {
  expect(answerOf('new', [inputOf(format)], REQUEST_ID)).toHaveProperty('result.bank_card_number');
});
