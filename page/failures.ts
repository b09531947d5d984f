import { CardClientError } from '../lib/client';
import { listedFormats } from '../lib/picture-formats';
import type { Language } from './language';

/** What can go wrong: one name for all failures about which the page says the same. */
export type Failure =
  | 'busy'
  | 'cardUnread'
  | 'emptyPicture'
  | 'fileGone'
  | 'forbidden'
  | 'gatewayDown'
  | 'noAnswer'
  | 'noCard'
  | 'noSuchPath'
  | 'notRead'
  | 'pictureShape'
  | 'requestWrong'
  | 'serviceWrong'
  | 'tooLarge'
  | 'tooSlow'
  | 'unknown'
  | 'unreachable'
  | 'urlUnread';

/** The failure behind each code in the service's table of errors. */
const FAILURE_OF: Readonly<Record<CardClientError['code'], Failure>> = {
  INVALID_URL: 'noSuchPath',
  FORBIDDEN: 'forbidden',
  REQUEST_TIMEOUT: 'tooSlow',
  PAYLOAD_TOO_LARGE: 'tooLarge',
  IMAGE_SIZE: 'pictureShape',
  THROTTLED: 'busy',
  JSON_UNPARSABLE: 'requestWrong',
  IMAGE_MISSING: 'requestWrong',
  IMAGE_FORMAT: 'requestWrong',
  INPUTS_MISSING: 'requestWrong',
  INPUTS_NOT_ARRAY: 'requestWrong',
  DATA_VALUE_FORMAT: 'requestWrong',
  CONFIGURE_FORMAT: 'requestWrong',
  CONFIGURE_UNPARSABLE: 'requestWrong',
  REQUEST_SHAPE: 'requestWrong',
  DOWNLOAD_FAILED: 'urlUnread',
  IMAGE_EMPTY: 'emptyPicture',
  IMAGE_DECODE_FAILED: 'notRead',
  BASE64_FAILED: 'requestWrong',
  BASE64_DATA_HEADER: 'requestWrong',
  BASE64_PADDING: 'requestWrong',
  BASE64_ALPHABET: 'requestWrong',
  GIF_OPEN_FAILED: 'notRead',
  GIF_READ_FAILED: 'notRead',
  GIF_DECODE_FAILED: 'notRead',
  GIF_WITHOUT_COLOR_MAP: 'notRead',
  GIF_EMPTY: 'notRead',
  NO_CARD: 'noCard',
  NUMBER_UNREADABLE: 'cardUnread',
  INFERENCE_FAILED: 'serviceWrong',
  NUMBER_NOT_CERTAIN: 'cardUnread',
  MODEL_OUTPUT_UNEXPECTED: 'serviceWrong',
  ANSWER_INVALID: 'serviceWrong',
  INTERNAL: 'serviceWrong',
  BAD_GATEWAY: 'gatewayDown',
  SERVICE_UNAVAILABLE: 'tooSlow',
  UNKNOWN: 'unknown',
};

/**
 * Thrown when the browser cannot read a file: it was moved, deleted or changed since it was chosen, or is a folder. `fetch` would say no more than that it
 * failed.
 */
export class FileGoneError extends Error {}

/** Returns why a request failed, whatever was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FileGoneError) return 'fileGone';
  if (thrown instanceof CardClientError) return FAILURE_OF[thrown.code] ?? 'unknown';
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : '';
  return name === 'TimeoutError' ? 'noAnswer' : name === 'TypeError' ? 'unreachable' : 'unknown';
}

/** What happened, and what to do about it. */
interface FailureWords {
  readonly what: string;
  readonly advice: string;
}

export const FAILURE_WORDS: Readonly<Record<Language, Readonly<Record<Failure, FailureWords>>>> = {
  en: {
    busy: { what: 'The service is busy', advice: 'Too many requests came at once. Try again in a few seconds.' },
    cardUnread: {
      what: 'There is a card, but its number cannot be read',
      advice: 'Take it closer, sharp, and without reflections on the digits.',
    },
    emptyPicture: { what: 'The file is empty', advice: 'Choose another file.' },
    fileGone: {
      what: 'This file cannot be opened any more',
      advice: 'It was moved, deleted or changed, or is a folder. Choose the picture itself, once more.',
    },
    forbidden: {
      what: 'An access code is needed',
      advice: 'Without a code, with an unknown one, or when its quota is used up, the service refuses. Enter the code that you were given.',
    },
    gatewayDown: { what: 'The service broke down over this request', advice: 'Try again; if it happens again, tell whoever runs it.' },
    noAnswer: { what: 'No answer came in time', advice: 'Check the connection, then try again.' },
    noCard: {
      what: 'No bank card in this picture',
      advice: 'Show the side with the number, large enough to fill most of the picture.',
    },
    noSuchPath: {
      what: 'The service is not at this address',
      advice: 'The page may have been opened at another address than the service’s.',
    },
    notRead: {
      what: 'This file is not a picture that can be read',
      advice: `${listedFormats(' and ')} can be read. Export the picture as a JPEG, or take a screenshot of it.`,
    },
    pictureShape: {
      what: 'The picture is too small, too large or too narrow',
      advice: 'Its sides must be 15 to 8192 pixels long, neither more than 50 times the other.',
    },
    requestWrong: { what: 'The service did not understand the request', advice: 'Reload this page, which may be outdated, and try again.' },
    serviceWrong: { what: 'Something failed inside the service', advice: 'Try again; if it happens again, tell whoever runs it.' },
    tooLarge: { what: 'The picture is too large', advice: 'Send at most 4 MB and 50 megapixels: a smaller copy is read just as well.' },
    tooSlow: { what: 'Reading took too long', advice: 'Try again, or with a smaller picture.' },
    unknown: { what: 'The service gave an unexpected answer', advice: 'Try again; if it happens again, tell whoever runs it.' },
    unreachable: { what: 'The service cannot be reached', advice: 'Check the connection, then try again.' },
    urlUnread: { what: 'The picture could not be downloaded', advice: 'Save it, and choose the file.' },
  },
  zh: {
    busy: { what: '服务繁忙', advice: '同时到达的请求太多，请过几秒再试。' },
    cardUnread: { what: '找到了银行卡，但无法识别卡号', advice: '请靠近些重拍：对焦清晰，卡号上不要有反光。' },
    emptyPicture: { what: '文件是空的', advice: '请选择其他文件。' },
    fileGone: { what: '无法打开该文件', advice: '文件可能已被移动、删除或修改，或者是一个文件夹。请重新选择图片。' },
    forbidden: { what: '需要访问码', advice: '没有访问码、访问码无效或额度用尽时，服务会拒绝请求。请输入您的访问码。' },
    gatewayDown: { what: '服务在处理时中断', advice: '请再试一次；若仍然如此，请告知服务的运维人员。' },
    noAnswer: { what: '未能及时收到应答', advice: '请检查网络后再试。' },
    noCard: { what: '图片中没有银行卡', advice: '请拍摄有卡号的一面，并让卡片占满大部分画面。' },
    noSuchPath: { what: '此地址上没有该服务', advice: '本页面的地址可能与服务的地址不同。' },
    notRead: {
      what: '该文件不是可识别的图片',
      advice: `支持 ${listedFormats(' 和 ', '、')}。请另存为 JPEG，或对其截图。`,
    },
    pictureShape: { what: '图片过小、过大或过于狭长', advice: '边长须在 15 到 8192 像素之间，长宽比不超过 50。' },
    requestWrong: { what: '服务未能理解请求', advice: '页面可能已过期，请刷新后再试。' },
    serviceWrong: { what: '服务内部出错', advice: '请再试一次；若仍然如此，请告知服务的运维人员。' },
    tooLarge: { what: '图片过大', advice: '请不要超过 4 MB 和 5000 万像素：缩小后的图片同样能识别。' },
    tooSlow: { what: '识别超时', advice: '请再试一次，或换一张较小的图片。' },
    unknown: { what: '服务给出了意外的应答', advice: '请再试一次；若仍然如此，请告知服务的运维人员。' },
    unreachable: { what: '无法连接服务', advice: '请检查网络后再试。' },
    urlUnread: { what: '无法下载图片', advice: '请先保存图片，再选择文件。' },
  },
};
