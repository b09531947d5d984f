/** What a picture shows, by eye: an entry of labels.json. */
export interface Label {
  readonly file: string;
  /** digits as printed; null: no readable number */
  readonly pan: string | null;
  /** `MM/YY` */
  readonly expiry: string | null;
  /** false for specimen dates such as 00/00 */
  readonly expiry_is_real_date?: boolean | null;
  /** whoever labelled the picture is not sure of the date */
  readonly expiry_unsure?: boolean | null;
  readonly type: string | null;
  /** photo, scan, specimen-render, mockup …; negative: no bank card at all */
  readonly kind?: string | null;
  readonly embossed?: boolean | null;
  readonly luhn_ok?: boolean | null;
}
