// Made by `npm run build:contract` from lib/contract/request-schemas.ts and answer-schemas.ts. Do not edit.
export type Configure = {
  /** The rich answer beside the four fields. Default: false. */
  readonly detail?: boolean;
  /** Only the first 6 and last 4 digits, everywhere in the answer. Default: false. */
  readonly mask?: boolean;
  /** In the rich answer, a JPEG of each card, straightened, in base64. Default: false. */
  readonly crop?: boolean;
  /** In the rich answer, a JPEG of each number’s line, straightened, in base64. Default: false. */
  readonly strip?: boolean;
  /** With `images`, or several parts `image`: they show one card, and one reading is made of them. As nothing else can be asked of several, `false` is answered by 461; with one in `images` it is answered as `image` is. With one picture on `/v1/cards`, `true` is answered as `images` with that one is: by one card, whatever else the picture shows. On `/bankcard`, which tells one card anyway, it changes nothing. */
  readonly sameCard?: boolean;
  /** The answer in the field names of this service instead; not for a request with `inputs`. */
  readonly format?: "baidu" | "tencent" | "aliyun";
  /** On `/bankcard`, and with `format`: a number that is less sure than this is answered by 464, `NUMBER_NOT_CERTAIN`; 0 turns this off. `/v1/cards` tells every number, with its confidence. Default: 0.5, unless the operator sets another. */
  readonly minConfidence?: number;
};

export type BankCardRequest = {
  /** The picture’s file in base64 (both alphabets, white space is ignored), an http(s) URL, or `s3://bucket/key`. */
  readonly image: string;
  readonly configure?: Configure | string | null;
};

export type InputsRequest = {
  readonly inputs: ReadonlyArray<{
    readonly image: {
      readonly dataType: 50;
      /** The picture’s file in base64 (both alphabets, white space is ignored), an http(s) URL, or `s3://bucket/key`. */
      readonly dataValue: string;
    };
    readonly configure?: {
      readonly dataType: 50;
      readonly dataValue: string;
    };
  }>;
};

export type ImagesRequest = {
  /** The pictures, each as `image` of a request with one. */
  readonly images: ReadonlyArray<string>;
  /** What to answer. */
  readonly configure?: Configure | string | null;
};

export type FormRequest = {
  /** The picture’s file in base64 (both alphabets, white space is ignored), an http(s) URL, or `s3://bucket/key`. */
  readonly image: string;
  readonly configure?: string;
};

export type UploadRequest = {
  /** May be there up to 8 times: then all of them are pictures of one card. */
  readonly image: string | ReadonlyArray<string>;
  readonly configure?: string;
};

export type BankCardAnswer = {
  /** The most prominent card of the picture. */
  readonly result: {
    /** The short name of the issuing bank, in Chinese for Chinese banks; empty when it is not known. */
    readonly bank_name: string;
    /** The number, grouped as printed. */
    readonly bank_card_number: string;
    /** The expiry date, `MM/YY`; empty when there is none or it cannot be read. */
    readonly valid_date: string;
    /** 0: unknown, 1: debit (prepaid cards, too), 2: credit (semi-credit cards, too). */
    readonly bank_card_type: 0 | 1 | 2;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly requestId?: string;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly image?: {
      /** Pixels. */
      readonly width: number;
      /** Pixels. */
      readonly height: number;
      /** By how many degrees the most prominent card is turned clockwise, to the nearest quarter. */
      readonly orientation: 0 | 90 | 180 | 270;
    };
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly cards?: ReadonlyArray<Card>;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly timings?: { readonly [name: string]: number };
  };
};

export type InputsAnswer = {
  /** One for each of `inputs`, in the same order. */
  readonly outputs: ReadonlyArray<{
    /** Always the same. */
    readonly outputLabel: "ocr_bankcard";
    /** Always empty. */
    readonly outputMulti: {
    };
    /** Holds the reading as text. */
    readonly outputValue: {
      /** Always 50: text. */
      readonly dataType: 50;
      /** JSON as text: `{"success":true, "request_id", "card_num" (digits only), "bank_name", "valid_date", "result" (the four fields of `/bankcard`)}`. */
      readonly dataValue: string;
    };
  }>;
};

export type CardsAnswer = {
  /** Names this request in the log of the service. */
  readonly requestId: string;
  /** The picture, upright as its EXIF orientation says. All places are in its pixels. */
  readonly image: {
    /** Pixels. */
    readonly width: number;
    /** Pixels. */
    readonly height: number;
    /** By how many degrees the most prominent card is turned clockwise, to the nearest quarter. */
    readonly orientation: 0 | 90 | 180 | 270;
  };
  /** Every card of the picture, left to right and top to bottom. */
  readonly cards: ReadonlyArray<Card>;
  /** With several pictures of one card: what each shows by itself, in their order. `cards` has the one card that they show together. */
  readonly pictures?: ReadonlyArray<{
    /** The picture, as above; null where no number can be read in it. */
    readonly image: null | {
      /** Pixels. */
      readonly width: number;
      /** Pixels. */
      readonly height: number;
      /** By how many degrees the most prominent card is turned clockwise, to the nearest quarter. */
      readonly orientation: 0 | 90 | 180 | 270;
    };
    /** Its cards, as it would be answered alone: with places in its own pixels, warnings and quality. */
    readonly cards: ReadonlyArray<Card>;
    /** What the picture alone would be answered by; null where a number can be read in it. */
    readonly error: null | {
      /** Of the table of errors. */
      readonly code: "INVALID_URL" | "FORBIDDEN" | "REQUEST_TIMEOUT" | "PAYLOAD_TOO_LARGE" | "IMAGE_SIZE" | "THROTTLED" | "JSON_UNPARSABLE" | "IMAGE_MISSING" | "IMAGE_FORMAT" | "INPUTS_MISSING" | "INPUTS_NOT_ARRAY" | "DATA_VALUE_FORMAT" | "CONFIGURE_FORMAT" | "CONFIGURE_UNPARSABLE" | "REQUEST_SHAPE" | "DOWNLOAD_FAILED" | "IMAGE_EMPTY" | "IMAGE_DECODE_FAILED" | "BASE64_FAILED" | "BASE64_DATA_HEADER" | "BASE64_PADDING" | "BASE64_ALPHABET" | "GIF_OPEN_FAILED" | "GIF_READ_FAILED" | "GIF_DECODE_FAILED" | "GIF_WITHOUT_COLOR_MAP" | "GIF_EMPTY" | "NO_CARD" | "NUMBER_UNREADABLE" | "INFERENCE_FAILED" | "NUMBER_NOT_CERTAIN" | "MODEL_OUTPUT_UNEXPECTED" | "ANSWER_INVALID" | "INTERNAL" | "BAD_GATEWAY" | "SERVICE_UNAVAILABLE";
      /** Its message. */
      readonly message: string;
    };
    /** The expiry date on a side that shows no number; null otherwise. */
    readonly expiry: null | {
      /** 1 to 12. */
      readonly month: number;
      /** Four digits. */
      readonly year: number;
      /** Whether the month has passed, by UTC. */
      readonly expired: boolean;
    };
  }>;
  /** With `pictures`: the index of the one that shows the number best. `image` and all places of `cards` are those of that picture. */
  readonly shownIn?: number;
  /** Milliseconds by stage: `load` (getting the file), `decode`, `number` (finding the cards and reading their numbers), `expiry`, `bin` (issuer, scheme and type), `quality`, `crop`. */
  readonly timings: { readonly [name: string]: number };
};

export type BaiduAnswer = {
  /** Names this request. */
  readonly log_id: number;
  /** Quarters by which the card is turned counter-clockwise. */
  readonly direction: 0 | 1 | 2 | 3;
  /** The most prominent card of the picture. */
  readonly result: {
    /** The short name of the issuing bank, in Chinese for Chinese banks; empty when it is not known. */
    readonly bank_name: string;
    /** The number, grouped as printed. */
    readonly bank_card_number: string;
    /** The expiry date, `MM/YY`; empty when there is none or it cannot be read. */
    readonly valid_date: string;
    /** 0: unknown, 1: debit, 2: credit, 3: semi-credit, 4: prepaid. */
    readonly bank_card_type: 0 | 1 | 2 | 3 | 4;
    /** Always empty: the holder is never read. */
    readonly holder_name: "";
  };
};

export type TencentAnswer = {
  /** The most prominent card of the picture. */
  readonly Response: {
    /** The number, digits only. */
    readonly CardNo: string;
    /** The short name of the issuing bank; empty when it is not known. */
    readonly BankInfo: string;
    /** The expiry date, `MM/YYYY`; empty when there is none. */
    readonly ValidDate: string;
    /** Debit, credit, semi-credit or prepaid, in Chinese; empty when unknown. */
    readonly CardType: "" | "借记卡" | "贷记卡" | "准贷记卡" | "预付卡";
    /** Always empty: the name of the product is not read. */
    readonly CardName: "";
    /** With `configure.crop`: the card, a JPEG in base64. */
    readonly BorderCutImage: null | string;
    /** With `configure.strip`: the line of the number, a JPEG in base64. */
    readonly CardNoImage: null | string;
    /** -9110: expired, -9111: not wholly in the picture, -9112: glare. */
    readonly WarningCode: ReadonlyArray<-9110 | -9111 | -9112>;
    /** As `quality` of `/v1/cards`. */
    readonly QualityValue: number;
    /** Names this request in the log of the service. */
    readonly RequestId: string;
  };
};

export type AliyunAnswer = {
  /** Names this request in the log of the service. */
  readonly RequestId: string;
  /** JSON as text: `{"data": {"bankName", "cardNumber", "validToDate" (YYYY/MM), "cardType" (DC, CC, SCC, PC or empty)}, "height", "width", …}`. */
  readonly Data: string;
};

export type HealthAnswer = {
  /** Always the same: whoever answers serves. */
  readonly status: "ok";
  /** Of the service. */
  readonly version: string;
  /** The networks that read cards. */
  readonly models: ReadonlyArray<{
    /** Of the network. */
    readonly name: string;
    /** Eleven hexadecimal digits, others whenever its file is. */
    readonly version: string;
    /** Whether this process has loaded it: the second reader, the date locator and the word finder are when a picture first needs them. */
    readonly loaded: boolean;
  }>;
};

export type Quad = readonly [Point, Point, Point, Point];

export type Card = {
  /** The card number, digits only, as seen. `?` stands for a digit that cannot be read, `*` for a masked one. */
  readonly pan: string;
  /** The number with spaces where the print has gaps. */
  readonly panGrouped: string;
  /** The number, grouped, with the first 6 and last 4 digits only. */
  readonly maskedPan: string;
  /** The first digits, by which the issuer was found: 6 to 12; null when one of them cannot be read. */
  readonly bin: null | string;
  /** Whether the number passes the Luhn check. */
  readonly luhnValid: boolean;
  /** The card scheme, such as UnionPay, Visa or Mastercard; null when it is not known. */
  readonly scheme: null | string;
  /** The bank that issued the card, by its BIN; null when it is not known. */
  readonly issuer: null | {
    /** Its name, in Chinese for Chinese banks. */
    readonly name: string;
    /** Its short name. */
    readonly shortName: string;
    /** Its English name, or null. */
    readonly nameEn: null | string;
    /** ISO 3166-1 alpha-2, or null. */
    readonly country: null | string;
  };
  /** The kind of card: by its BIN, or else by its scheme where that settles it, or by the word for it on the card, which goes first where the check digit fails. */
  readonly type: "debit" | "credit" | "semi-credit" | "prepaid" | "unknown";
  /** The expiry date; null when there is none or it cannot be read. Never a guess. */
  readonly expiry: null | {
    /** 1 to 12. */
    readonly month: number;
    /** Four digits. */
    readonly year: number;
    /** Whether the month has passed, by UTC. */
    readonly expired: boolean;
  };
  /** The date from which the card is valid, only where it has one beside its expiry that is plain to see. Never a guess. */
  readonly validFrom?: {
    /** 1 to 12. */
    readonly month: number;
    /** Four digits. */
    readonly year: number;
  };
  /** How likely the reading is right, from 0 to 1. */
  readonly confidence: {
    /** Of the whole number. Calibrated: of numbers told with 0.9, nine of ten are right. 0 for a partial number. */
    readonly pan: number;
    /** Of the expiry date; null without one. */
    readonly expiry: null | number;
    /** Of each digit of `pan`, in its order. */
    readonly digits: ReadonlyArray<number>;
  };
  /** Where things are: four corners each, clockwise from the top left in reading direction (counter-clockwise in a mirrored picture). Corners may lie outside the picture. */
  readonly quads: {
    /** The outline of the card; null where only a number was seen. */
    readonly card: null | Quad;
    /** Around the number. */
    readonly pan: Quad;
    /** Around the expiry date; null without one. */
    readonly expiry: null | Quad;
  };
  /** What to know of the reading: see the table of warnings. */
  readonly warnings: ReadonlyArray<Warning>;
  /** How well the picture shows the card, 0 to 100: the worst of sharpness, size, light and completeness; 50 at the limit of a warning. */
  readonly quality: number;
  /** With `configure.crop`: the card, straightened, a JPEG in base64; null where its outline is not seen. */
  readonly crop?: null | string;
  /** With `configure.strip`: the line of the number, straightened, a JPEG in base64. With `mask` its middle digits are painted over; null where it cannot be told where they stand. */
  readonly strip?: null | string;
};

export type Point = {
  /** Pixels from the left edge. */
  readonly x: number;
  /** Pixels from the top edge. */
  readonly y: number;
};

export type Warning = "different-cards" | "partial" | "luhn" | "unknown-bin" | "unknown-length" | "low-confidence" | "expired" | "blurred" | "glare" | "cut-off" | "too-small";

export type InputsValue = {
  readonly success: true;
  readonly request_id: string;
  readonly card_num: string;
  /** The short name of the issuing bank, in Chinese for Chinese banks; empty when it is not known. */
  readonly bank_name: string;
  readonly valid_date: string;
  readonly result: {
    /** The short name of the issuing bank, in Chinese for Chinese banks; empty when it is not known. */
    readonly bank_name: string;
    /** The number, grouped as printed. */
    readonly bank_card_number: string;
    /** The expiry date, `MM/YY`; empty when there is none or it cannot be read. */
    readonly valid_date: string;
    /** 0: unknown, 1: debit (prepaid cards, too), 2: credit (semi-credit cards, too). */
    readonly bank_card_type: 0 | 1 | 2;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly requestId?: string;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly image?: {
      /** Pixels. */
      readonly width: number;
      /** Pixels. */
      readonly height: number;
      /** By how many degrees the most prominent card is turned clockwise, to the nearest quarter. */
      readonly orientation: 0 | 90 | 180 | 270;
    };
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly cards?: ReadonlyArray<Card>;
    /** Only with `configure.detail`, and then as in the answer of `/v1/cards`. */
    readonly timings?: { readonly [name: string]: number };
  };
};
