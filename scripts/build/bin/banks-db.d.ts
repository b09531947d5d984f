/** What this project reads of the package `banks-db`, which has no types of its own. */
declare module 'banks-db' {
  export const data: readonly {
    code: string;
    country: string;
    localTitle: string;
    engTitle: string;
    prefixes: readonly number[];
  }[];
}
