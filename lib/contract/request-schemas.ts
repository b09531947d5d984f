import Type, { type Static, type TSchema } from 'typebox';
import { MAX_TOGETHER } from '../several-pictures';
import { DEFAULT_MIN_CONFIDENCE, MAX_INPUTS, PROVIDER_FORMATS } from './card-request';
import { OLD_DATA_TYPE } from './old-form';

// What may be asked. TypeScript types and openapi.json are made of these schemas by `npm run build:contract`: no running code imports this file.
// The service lets through more than is published here (request-checks.ts, configure.ts), and each thing that it does not has an error of its own.

// Defaults stand in the descriptions: of a member with `default` some generators of clients make one that must be there.
const flag = (description: string) => Type.Optional(Type.Boolean({ description: `${description} Default: false.` }));

const Configure = Type.Object(
  {
    detail: flag('The rich answer beside the four fields.'),
    mask: flag('Only the first 6 and last 4 digits, everywhere in the answer.'),
    crop: flag('In the rich answer, a JPEG of each card, straightened, in base64.'),
    strip: flag('In the rich answer, a JPEG of each number’s line, straightened, in base64.'),
    sameCard: Type.Optional(
      Type.Boolean({
        description:
          'With `images`, or several parts `image`: they show one card, and one reading is made of them. As nothing else can be asked of several, `false` is answered by 461; with one in `images` it is answered as `image` is. With one picture on `/v1/cards`, `true` is answered as `images` with that one is: by one card, whatever else the picture shows. On `/bankcard`, which tells one card anyway, it changes nothing.',
      }),
    ),
    format: Type.Optional(
      Type.Enum(PROVIDER_FORMATS, {
        type: 'string',
        description: 'The answer in the field names of this service instead; not for a request with `inputs`.',
      }),
    ),
    minConfidence: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: `On \`/bankcard\`, and with \`format\`: a number that is less sure than this is answered by 464, \`NUMBER_NOT_CERTAIN\`; 0 turns this off. \`/v1/cards\` tells every number, with its confidence. Default: ${DEFAULT_MIN_CONFIDENCE}, unless the operator sets another.`,
      }),
    ),
  },
  { description: 'What to answer. Unknown members are ignored.' },
);
const configure = Type.Unsafe<Static<typeof Configure>>({ $ref: 'Configure' });
const configureText = Type.String({ contentMediaType: 'application/json', contentSchema: configure });

const image = Type.String({
  description: 'The picture’s file in base64 (both alphabets, white space is ignored), an http(s) URL, or `s3://bucket/key`.',
});
/** The bytes of a picture's file. OpenAPI 3.1 says it by the media type, 3.0 by the format, which is all that some tools know. */
export const picture = Type.String({ format: 'binary', contentMediaType: 'application/octet-stream' });
const typed = <T extends TSchema>(dataValue: T) => Type.Object({ dataType: Type.Literal(OLD_DATA_TYPE), dataValue });

/** By their names in openapi.json. */
export const REQUESTS = {
  Configure,
  BankCardRequest: Type.Object({ image, configure: Type.Optional(Type.Union([configure, configureText, Type.Null()])) }),
  InputsRequest: Type.Object({
    inputs: Type.Array(Type.Object({ image: typed(image), configure: Type.Optional(typed(configureText)) }), {
      minItems: 1,
      maxItems: MAX_INPUTS,
    }),
  }),
  ImagesRequest: Type.Object(
    {
      images: Type.Array(image, {
        minItems: 1,
        maxItems: MAX_TOGETHER,
        description: 'The pictures, each as `image` of a request with one.',
      }),
      configure: Type.Optional(Type.Union([configure, configureText, Type.Null()], { description: 'What to answer.' })),
    },
    { description: 'Several pictures of one card: frames of a camera, its front and its back.' },
  ),
  FormRequest: Type.Object({ image, configure: Type.Optional(configureText) }),
  UploadRequest: Type.Object({
    // one part alone comes as itself to many validators, several as an array
    image: Type.Union([picture, Type.Array(picture, { minItems: 1, maxItems: MAX_TOGETHER })], {
      description: `May be there up to ${MAX_TOGETHER} times: then all of them are pictures of one card.`,
    }),
    configure: Type.Optional(configureText),
  }),
};
