/** A refusal of CloudFormation or of a service, in its own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A resource that exists in the account. */
export interface Thing {
  readonly type: string;
  /** the physical id, which `Ref` gives */
  id: string;
  /** with all intrinsic functions resolved */
  properties: Properties;
  /** what `Fn::GetAtt` gives */
  attributes: Readonly<Record<string, string>>;
  /** null: no stack owns it, as a service made it, such as the stage that a deployment names, or its stack gave it up */
  readonly owner: { readonly stack: string; readonly logicalId: string } | null;
  /** for a deployment: the API as it was when the deployment was made */
  snapshot?: ApiSnapshot;
  lastModified: Date;
}

// biome-ignore lint/suspicious/noExplicitAny: a template's values are of any shape, and each rule knows the shape of its own
export type Properties = Record<string, any>;

/** What a deployment serves: methods, resources, gateway responses and authorizers of its API, by type and physical id. */
export type ApiSnapshot = Readonly<Record<string, Properties>>;

const SNAPPED = [
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Authorizer',
] as const;

/** Objects of the account's buckets. */
export interface Objects {
  create(bucket: string): Promise<void>;
  remove(bucket: string): Promise<void>;
  /** Returns the keys of a bucket. */
  list(bucket: string): Promise<string[]>;
  /** Returns an object's content; null when there is none. */
  read(bucket: string, key: string): Promise<Buffer | null>;
}

/** An AWS account in one region: all that exists in it. */
export class Account {
  readonly id = '123456789012';
  readonly region = 'eu-central-1';
  /** how many instances of functions there may be at once; a new account has 10 */
  readonly concurrency = 1000;
  things: Thing[] = [];
  private lastId = 0;

  constructor(readonly objects: Objects) {}

  ofType = (type: string): Thing[] => this.things.filter((thing) => thing.type === type);
  find = (type: string, id: string): Thing | undefined => this.things.find((thing) => thing.type === type && thing.id === id);
  stageOf = (apiId: string, name: string): Thing | undefined =>
    this.ofType('AWS::ApiGateway::Stage').find(({ id, properties }) => id === name && properties.RestApiId === apiId);

  /** Returns a name that nothing else in the account has. */
  newId(length = 10): string {
    this.lastId += 1;
    return this.lastId.toString(36).padStart(length, 'a0');
  }

  /** Returns what a deployment of an API would serve if it were made now. */
  snapshotOf(apiId: string): ApiSnapshot {
    const parts = this.things.filter(
      ({ type, properties }) => SNAPPED.some((snapped) => snapped === type) && properties.RestApiId === apiId,
    );
    return Object.fromEntries(parts.map(({ type, id, properties }) => [`${type} ${id}`, properties]));
  }

  remove(thing: Thing): void {
    this.things = this.things.filter((other) => other !== thing);
  }
}
