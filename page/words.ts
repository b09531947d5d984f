import type { AnswerCard } from '../lib/client';
import type { Language } from './language';
import type { Sureness } from './sureness';

/** Texts that stand in index.html, by the name in `data-words`. */
export type FixedWords = Readonly<Record<(typeof FIXED)[number], string>>;

const FIXED = [
  'byUrl',
  'copy',
  'limits',
  'readUrl',
  'specimenCredit',
  'specimenCutOff',
  'specimenDebit',
  'specimenGlare',
  'specimenNoCard',
  'specimenSeveral',
  'accessCode',
  'again',
  'answer',
  'api',
  'cameraApp',
  'cancel',
  'card',
  'choose',
  'close',
  'codeKept',
  'dropHere',
  'expiry',
  'frame',
  'number',
  'otherLanguage',
  'pasteHint',
  'photograph',
  'privacy',
  'reading',
  'request',
  'shoot',
  'specimens',
  'submitCode',
  'times',
  'title',
  'turned',
] as const;

/** All that the page says, but for failures. */
export interface Words extends FixedWords {
  readonly reveal: string;
  readonly waiting: string;
  readonly copied: string;
  /** of the picture, where the number cannot be relied on */
  readonly hardToRead: string;
  readonly unknownIssuer: string;
  /** as `dropHere`, on a touch screen */
  readonly pickHere: string;
  /** as `dropHere`, beside a picture */
  readonly dropAnother: string;
  readonly hide: string;
  readonly cancelled: string;
  readonly cameraRefused: string;
  readonly cameraCertain: string;
  readonly cameraDoubtful: string;
  readonly cameraUnread: string;
  /** what the camera waits for */
  readonly camera: Readonly<Record<'starting' | 'moving' | 'blurred' | 'reading' | 'done', string>>;
  readonly picture: string;
  /** of a URL */
  readonly pictureElsewhere: string;
  readonly pictureUnshown: string;
  readonly shrunk: string;
  readonly status: string;
  readonly requestId: string;
  readonly hiddenDigit: string;
  readonly unreadableDigit: string;
  readonly expired: string;
  readonly none: string;
  readonly holds: string;
  readonly fails: string;
  readonly labels: Readonly<Record<'type' | 'expiry' | 'confidence' | 'luhn' | 'bin' | 'quality' | 'warnings', string>>;
  readonly types: Readonly<Record<AnswerCard['type'], string>>;
  readonly stages: Readonly<Record<string, string>>;
  readonly sureness: Readonly<Record<Sureness, string>>;
  /** by the service's names; of one that is newer than this page, its name is shown */
  readonly warnings: Readonly<Record<string, string>>;
  readonly total: string;
  readonly roundTrip: string;
  cardOf(index: number, count: number): string;
  /** for screen readers, when an answer arrives */
  found(count: number, heads: string): string;
  outlined(count: number): string;
  digit(index: number, digit: string, confidence: string): string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    byUrl: 'or a URL',
    copy: 'Copy',
    copied: 'Copied',
    hardToRead: 'hard to read',
    limits: 'Accuracy and limits',
    readUrl: 'Read',
    specimenCredit: 'Credit card, embossed',
    specimenCutOff: 'Cut off at the edge',
    specimenDebit: 'Debit card, 19 digits',
    specimenGlare: 'A reflection on the number',
    specimenNoCard: 'No card at all',
    specimenSeveral: 'Three cards, one upside down',
    waiting: 'waiting',
    accessCode: 'Access code',
    again: 'Try again',
    answer: 'The answer',
    api: 'API reference',
    cameraApp: 'Use the camera app',
    cancel: 'Cancel',
    card: 'Card',
    choose: 'Choose a picture',
    close: 'Close',
    codeKept: 'Kept in this page’s memory only, until you leave it.',
    dropAnother: 'Drop or paste another picture',
    dropHere: 'Drop a picture of a bank card here',
    expiry: 'Expiry',
    frame: 'Hold the card so that it fills the frame.',
    number: 'Number',
    otherLanguage: '中文',
    pasteHint: 'or paste it with Ctrl+V; as many cards as you like, whichever way they lie',
    photograph: 'Photograph',
    privacy: 'Pictures go to this service alone, which keeps none of them.',
    reading: 'Reading…',
    request: 'The request',
    shoot: 'Read this',
    specimens: 'Or try a specimen',
    submitCode: 'Use this code',
    times: 'Times',
    title: 'Bank card reader',
    turned: 'Turned on its side',
    reveal: 'Reveal numbers',
    unknownIssuer: 'Issuer unknown',
    pickHere: 'Read a bank card',
    hide: 'Hide numbers',
    cancelled: 'Cancelled',
    cameraRefused: 'The camera cannot be used here.',
    cameraCertain: 'Read by the camera; nothing of the number is in doubt.',
    cameraDoubtful: 'The camera could not make sure of the number: compare it with the card, digit by digit.',
    cameraUnread: 'The camera saw no card number in 10 seconds. Try again with more light and the card closer, or choose a picture.',
    camera: {
      starting: 'The camera starts…',
      moving: 'Hold still',
      blurred: 'Too blurred: wait for the focus, or move the card a little away',
      reading: 'Reading: keep holding the card',
      done: 'Done',
    },
    picture: 'Picture',
    pictureElsewhere: 'The service downloads this picture; the page does not show it.',
    pictureUnshown: 'This browser cannot show pictures of this format.',
    shrunk: 'sent as a smaller copy',
    status: 'Status',
    requestId: 'Request',
    hiddenDigit: 'hidden',
    unreadableDigit: 'unreadable',
    expired: 'expired',
    none: 'none',
    holds: 'holds',
    fails: 'fails',
    labels: {
      type: 'Type',
      expiry: 'Expiry',
      confidence: 'Confidence',
      luhn: 'Check digit',
      bin: 'BIN',
      quality: 'Picture quality',
      warnings: 'Please note',
    },
    types: { debit: 'Debit', credit: 'Credit', 'semi-credit': 'Semi-credit', prepaid: 'Prepaid', unknown: 'Unknown' },
    stages: {
      load: 'load',
      decode: 'decode',
      number: 'find and read the number',
      expiry: 'expiry',
      bin: 'issuer',
      quality: 'quality',
      crop: 'cut out',
    },
    sureness: { sure: 'sure', fair: 'fairly sure', unsure: 'unsure' },
    warnings: {
      'different-cards': 'The pictures show different cards.',
      blurred: 'The picture is blurred.',
      glare: 'A reflection hides part of the number.',
      'cut-off': 'Part of the card is outside the picture.',
      'too-small': 'The digits are very small in this picture.',
      expired: 'The card has expired.',
      luhn: 'The number fails its check: a digit may be wrong. Specimens and some old cards fail it, too.',
      'unknown-bin': 'No issuer or scheme is known for this number.',
      'unknown-length': 'Numbers of this issuer or scheme usually have another length.',
      'low-confidence': 'At least one digit may well be wrong.',
      partial: 'Some digits cannot be read.',
    },
    total: 'in all',
    roundTrip: 'including the network',
    cardOf: (index, count) => `Card ${index} of ${count}`,
    found: (count, heads) => `${count === 1 ? '1 card' : `${count} cards`} found: ${heads}`,
    outlined: (count) => (count === 1 ? 'Picture with one card outlined' : `Picture with ${count} cards outlined`),
    digit: (index, digit, confidence) => `Digit ${index}: ${digit}, ${confidence}`,
  },
  zh: {
    byUrl: '或图片网址',
    copy: '复制',
    copied: '已复制',
    hardToRead: '难以辨认',
    limits: '准确率与限制',
    readUrl: '识别网址',
    specimenCredit: '凸印信用卡',
    specimenCutOff: '卡片超出画面',
    specimenDebit: '借记卡，19 位',
    specimenGlare: '卡号上有反光',
    specimenNoCard: '没有银行卡',
    specimenSeveral: '三张卡，一张倒置',
    waiting: '等待中',
    accessCode: '访问码',
    again: '再试一次',
    answer: '应答',
    api: '接口文档',
    cameraApp: '使用相机应用',
    cancel: '取消',
    card: '卡片',
    choose: '选择图片',
    close: '关闭',
    codeKept: '仅保存在本页面的内存中，离开即清除。',
    dropAnother: '拖入或粘贴另一张图片',
    dropHere: '将银行卡图片拖到这里',
    expiry: '有效期',
    frame: '请将卡片对准取景框。',
    number: '卡号',
    otherLanguage: 'English',
    pasteHint: '或按 Ctrl+V 粘贴；可含多张卡，方向不限',
    photograph: '拍照',
    privacy: '图片只发送给本服务，且不会留存。',
    reading: '识别中…',
    request: '请求',
    shoot: '识别',
    specimens: '或试试样卡',
    submitCode: '使用此访问码',
    times: '耗时',
    title: '银行卡识别',
    turned: '旋转 90°',
    reveal: '显示卡号',
    unknownIssuer: '未知发卡行',
    pickHere: '识别银行卡',
    hide: '隐藏卡号',
    cancelled: '已取消',
    cameraRefused: '此处无法使用摄像头。',
    cameraCertain: '已由摄像头识别，卡号没有疑点。',
    cameraDoubtful: '摄像头未能确认卡号：请逐位与卡片核对。',
    cameraUnread: '摄像头在 10 秒内没有看到卡号。请增加光线、靠近卡片后再试，或选择图片。',
    camera: {
      starting: '摄像头启动中…',
      moving: '请保持不动',
      blurred: '画面模糊：请等待对焦，或将卡片移远一些',
      reading: '识别中：请继续对准卡片',
      done: '完成',
    },
    picture: '图片',
    pictureElsewhere: '该图片由服务下载，本页面不显示。',
    pictureUnshown: '此浏览器无法显示这种格式的图片。',
    shrunk: '已缩小后发送',
    status: '状态码',
    requestId: '请求编号',
    hiddenDigit: '已隐藏',
    unreadableDigit: '无法识别',
    expired: '已过期',
    none: '无',
    holds: '通过',
    fails: '未通过',
    labels: {
      type: '卡类型',
      expiry: '有效期',
      confidence: '置信度',
      luhn: '校验位',
      bin: 'BIN',
      quality: '图片质量',
      warnings: '注意',
    },
    types: { debit: '借记卡', credit: '信用卡', 'semi-credit': '准贷记卡', prepaid: '预付卡', unknown: '未知' },
    stages: {
      load: '接收',
      decode: '解码',
      number: '定位并识别卡号',
      expiry: '有效期',
      bin: '发卡行',
      quality: '质量',
      crop: '裁切',
    },
    sureness: { sure: '可靠', fair: '较可靠', unsure: '不可靠' },
    warnings: {
      'different-cards': '这些图片不是同一张卡。',
      blurred: '图片模糊。',
      glare: '反光遮住了部分卡号。',
      'cut-off': '卡片有一部分在画面之外。',
      'too-small': '图片中的数字过小。',
      expired: '卡片已过期。',
      luhn: '卡号未通过校验，可能有数字识别有误；样卡和部分老卡本身也不通过。',
      'unknown-bin': '未知的发卡行和卡组织。',
      'unknown-length': '该发卡行或卡组织的卡号通常不是这个长度。',
      'low-confidence': '至少有一位数字可能有误。',
      partial: '部分数字无法识别。',
    },
    total: '合计',
    roundTrip: '含网络往返',
    cardOf: (index, count) => `第 ${index} 张，共 ${count} 张`,
    found: (count, heads) => `找到 ${count} 张卡：${heads}`,
    outlined: (count) => `图片，已标出 ${count} 张卡`,
    digit: (index, digit, confidence) => `第 ${index} 位：${digit}，${confidence}`,
  },
};

/** The text of an element of index.html. */
export const fixedWord = (words: Words, name: string | undefined): string => {
  const known = FIXED.find((fixed) => fixed === name);
  if (known === undefined) throw new RangeError(`no words for ${name}`);
  return words[known];
};
