/** A JSON Schema compiled by ajv: false for a document that does not fit, with the first reason in `errors`. */
export interface Validator {
  (document: unknown): boolean;
  errors?: readonly { readonly schemaPath: string }[] | null;
}

export declare const validateNewRequest: Validator;
export declare const validateOldRequest: Validator;
export declare const validateNewAnswer: Validator;
export declare const validateOldAnswer: Validator;
export declare const validateOldValue: Validator;
export declare const validateRichAnswer: Validator;
export declare const validateBaiduAnswer: Validator;
export declare const validateTencentAnswer: Validator;
export declare const validateAliyunAnswer: Validator;
