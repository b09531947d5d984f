import type { AliyunAnswer, BaiduAnswer, TencentAnswer } from '../../generated/contract-types';
import { formatExpiry } from '../card/expiry';
import { maskPan } from '../card/pan';
import type { CardReading } from '../card-reading';
import type { Turn } from '../geometry';
import type { PictureReading } from '../picture-reading';
import type { Warning } from '../warnings';
import type { ProviderFormat } from './card-request';

/** What an answer in another service's form is made of: the most prominent card of a picture. */
interface ProviderReading {
  readonly card: CardReading;
  readonly image: PictureReading['image'];
  readonly isMasked: boolean;
  readonly requestId: string;
}

export interface ProviderAnswers {
  readonly baidu: BaiduAnswer;
  readonly tencent: TencentAnswer;
  readonly aliyun: AliyunAnswer;
}

type CardType = CardReading['type'];

/** Baidu counts quarter turns counter-clockwise, this project degrees clockwise. */
const BAIDU_DIRECTION: Readonly<Record<Turn, BaiduAnswer['direction']>> = { 0: 0, 90: 3, 180: 2, 270: 1 };
const BAIDU_TYPE: Readonly<Record<CardType, BaiduAnswer['result']['bank_card_type']>> = {
  unknown: 0,
  debit: 1,
  credit: 2,
  'semi-credit': 3,
  prepaid: 4,
};
type Tencent = TencentAnswer['Response'];
const TENCENT_TYPE: Readonly<Record<CardType, Tencent['CardType']>> = {
  unknown: '',
  debit: '借记卡',
  credit: '贷记卡',
  'semi-credit': '准贷记卡',
  prepaid: '预付卡',
};
const TENCENT_WARNING: Readonly<Partial<Record<Warning, Tencent['WarningCode'][number]>>> = {
  expired: -9110,
  'cut-off': -9111,
  glare: -9112,
};
const ALIYUN_TYPE: Readonly<Record<CardType, string>> = { unknown: '', debit: 'DC', credit: 'CC', 'semi-credit': 'SCC', prepaid: 'PC' };

/** How many hexadecimal digits of the request's id make Baidu's log id, a number: as many as a JSON number holds exactly. */
const LOG_ID_DIGITS = 13;

const twoDigits = (month: number): string => String(month).padStart(2, '0');
const panOf = ({ card, isMasked }: ProviderReading): string => (isMasked ? maskPan(card.pan) : card.pan);
const bankOf = ({ card }: ProviderReading): string => card.issuer?.shortName ?? '';

/**
 * Answers in the field names of other bank-card services, for clients that would rather change an address than code. Fields that this service does not read
 * (the holder, the product's name) are empty. Errors are those of this service.
 *
 * Sources: the services' own references. Baidu: cloud.baidu.com/doc/OCR/s/ak3h7xxg3; Tencent: cloud.tencent.com/document/api/866/36216;
 * Alibaba: help.aliyun.com/zh/ocr/developer-reference/api-ocr-api-2021-07-07-recognizebankcard.
 */
export const PROVIDER_ANSWERS: { readonly [F in ProviderFormat]: (reading: ProviderReading) => ProviderAnswers[F] } = {
  baidu: (reading) => {
    const { card, image, isMasked, requestId } = reading;
    return {
      log_id: Number.parseInt(requestId.slice(-LOG_ID_DIGITS), 16),
      direction: BAIDU_DIRECTION[image.orientation],
      result: {
        bank_card_number: isMasked ? card.maskedPan : card.panGrouped,
        valid_date: card.expiry ? formatExpiry(card.expiry) : '',
        bank_card_type: BAIDU_TYPE[card.type],
        bank_name: bankOf(reading),
        holder_name: '',
      },
    };
  },
  tencent: (reading) => {
    const { card, requestId } = reading;
    return {
      Response: {
        CardNo: panOf(reading),
        BankInfo: bankOf(reading),
        ValidDate: card.expiry ? `${twoDigits(card.expiry.month)}/${card.expiry.year}` : '',
        CardType: TENCENT_TYPE[card.type],
        CardName: '',
        BorderCutImage: card.crop?.toString('base64') ?? null,
        CardNoImage: card.strip?.toString('base64') ?? null,
        WarningCode: card.warnings.flatMap((warning) => TENCENT_WARNING[warning] ?? []),
        QualityValue: card.quality,
        RequestId: requestId,
      },
    };
  },
  aliyun: (reading) => {
    const { card, image, requestId } = reading;
    const { width, height } = image;
    const data = {
      bankName: bankOf(reading),
      cardNumber: panOf(reading),
      validToDate: card.expiry ? `${card.expiry.year}/${twoDigits(card.expiry.month)}` : '',
      cardType: ALIYUN_TYPE[card.type],
    };
    return { RequestId: requestId, Data: JSON.stringify({ data, ftype: 0, height, width, orgHeight: height, orgWidth: width }) };
  },
};
