/** The type of every value in the old form: text. */
export const OLD_DATA_TYPE = 50;
export const OLD_OUTPUT_LABEL = 'ocr_bankcard';
