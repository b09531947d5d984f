// Made by `npm run build:contract`. Do not edit.
import type { BankCardAnswer, InputsAnswer, CardsAnswer, BaiduAnswer, TencentAnswer, AliyunAnswer, HealthAnswer, InputsValue } from './contract-types';

/** A JSON Schema compiled by ajv: false for a document that does not fit, with the first reason in `errors`. */
export interface Validator<T = unknown> {
  (document: unknown): document is T;
  errors?: readonly { readonly schemaPath: string }[] | null;
}

export declare const validateNewRequest: Validator;
export declare const validateOldRequest: Validator;
export declare const validateImagesRequest: Validator;
export declare const validateBankCardAnswer: Validator<BankCardAnswer>;
export declare const validateInputsAnswer: Validator<InputsAnswer>;
export declare const validateCardsAnswer: Validator<CardsAnswer>;
export declare const validateBaiduAnswer: Validator<BaiduAnswer>;
export declare const validateTencentAnswer: Validator<TencentAnswer>;
export declare const validateAliyunAnswer: Validator<AliyunAnswer>;
export declare const validateHealthAnswer: Validator<HealthAnswer>;
export declare const validateInputsValue: Validator<InputsValue>;
