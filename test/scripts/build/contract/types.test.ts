import type { Static } from 'typebox';
import type * as generated from '../../../../generated/contract-types';
import type { ANSWERS, InputsValue, point, warning } from '../../../../lib/contract/answer-schemas';
import type { REQUESTS } from '../../../../lib/contract/request-schemas';
import { contractTypes } from '../../../../scripts/build/contract/types';

/** With arrays that nobody may change, as they are generated. */
type Fixed<T> = T extends object ? { readonly [K in keyof T]: Fixed<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Schemas = typeof REQUESTS & typeof ANSWERS & { InputsValue: typeof InputsValue; point: typeof point; warning: typeof warning };

/** Schema → whether its generated type is the one that TypeBox tells of it: `npm run typecheck` compares. */
type Compared = {
  [K in keyof Schemas]: Capitalize<K> extends keyof Generated ? Same<Fixed<Static<Schemas[K]>>, Generated[Capitalize<K>]> : never;
};
interface Generated {
  Configure: generated.Configure;
  BankCardRequest: generated.BankCardRequest;
  InputsRequest: generated.InputsRequest;
  ImagesRequest: generated.ImagesRequest;
  FormRequest: generated.FormRequest;
  UploadRequest: generated.UploadRequest;
  BankCardAnswer: generated.BankCardAnswer;
  InputsAnswer: generated.InputsAnswer;
  InputsValue: generated.InputsValue;
  CardsAnswer: generated.CardsAnswer;
  BaiduAnswer: generated.BaiduAnswer;
  TencentAnswer: generated.TencentAnswer;
  AliyunAnswer: generated.AliyunAnswer;
  HealthAnswer: generated.HealthAnswer;
  Point: generated.Point;
  Quad: generated.Quad;
  Card: generated.Card;
  Warning: generated.Warning;
}
const compared: Compared = {
  Configure: true,
  BankCardRequest: true,
  InputsRequest: true,
  ImagesRequest: true,
  FormRequest: true,
  UploadRequest: true,
  BankCardAnswer: true,
  InputsAnswer: true,
  InputsValue: true,
  CardsAnswer: true,
  BaiduAnswer: true,
  TencentAnswer: true,
  AliyunAnswer: true,
  HealthAnswer: true,
  point: true,
  Quad: true,
  Card: true,
  warning: true,
};

test('each type that is generated is the one that TypeBox tells of its schema', () => {
  const types = [...contractTypes().matchAll(/^export type (\w+)/gm)].map(([, name]) => name);
  const schemas = Object.keys(compared).map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  expect(types.sort()).toEqual(schemas.sort());
});
