import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Account, type Properties, Refusal, type Thing } from './account';
import { KINDS } from './resource-kinds';
import { checkProperties, replacingProperties } from './resource-schemas';
import { BODY_LIMIT_BYTES, type Described, inOrder, type Meaning, neededBy, readTemplate, resolve, type Template } from './template';

/** What happened to a resource or a stack. */
export interface StackEvent {
  readonly EventId: string;
  readonly StackId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly Timestamp: string;
}

export interface ChangeSet {
  readonly name: string;
  readonly template: Template;
  readonly text: string;
  readonly hasChanges: boolean;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  status: string;
  /** text of the template that was deployed last; null while there was none */
  text: string | null;
  outputs: Record<string, string>;
  /** oldest first */
  readonly events: StackEvent[];
  changeSet: ChangeSet | null;
}

const STACK_TYPE = 'AWS::CloudFormation::Stack';
const RETAIN = 'Retain';
/** Deletion policies by which a resource stays when its stack gives it up. */
const RETAINING: ReadonlySet<string | undefined> = new Set([RETAIN, 'RetainExceptOnCreate']);

/** CloudFormation: the stacks of an account. */
export class Stacks {
  readonly all = new Map<string, Stack>();
  /** all stacks, with those that were removed: a client still asks for their events */
  private readonly byId = new Map<string, Stack>();

  constructor(readonly account: Account) {}

  /** @param name - the stack's name, or its id */
  named(name: string): Stack {
    const stack = this.all.get(name) ?? this.byId.get(name);
    if (!stack) throw new Refusal(`Stack with id ${name} does not exist`);
    return stack;
  }

  resourcesOf = ({ name }: Stack): Thing[] => this.account.things.filter(({ owner }) => owner?.stack === name);

  resource(stack: Stack, logicalId: string): Thing {
    const thing = this.resourcesOf(stack).find(({ owner }) => owner?.logicalId === logicalId);
    if (!thing) throw new Refusal(`Resource ${logicalId} does not exist for stack ${stack.name}`);
    return thing;
  }

  /**
   * Describes what would change, and changes nothing yet.
   *
   * @param isWhole - whether the template came in the request, not by an address
   */
  createChangeSet(stackName: string, name: string, type: string, text: string, isWhole: boolean): Stack {
    if (isWhole && Buffer.byteLength(text) > BODY_LIMIT_BYTES)
      throw new Refusal(
        `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${BODY_LIMIT_BYTES}`,
      );
    const template = readTemplate(text);
    const present = this.all.get(stackName);
    if (type === 'CREATE' && present && present.status !== 'REVIEW_IN_PROGRESS')
      throw new Refusal(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`);
    if (type === 'UPDATE' && !present) throw new Refusal(`Stack [${stackName}] does not exist`);
    const stack = present ?? this.begin(stackName);
    stack.changeSet = { name, template, text, hasChanges: !isDeepStrictEqual(JSON.parse(stack.text ?? '{}'), JSON.parse(text)) };
    return stack;
  }

  /** Makes what the change set describes. A failure takes everything back. */
  async execute(stack: Stack): Promise<void> {
    const { changeSet } = stack;
    if (!changeSet) throw new Refusal(`ChangeSet does not exist for stack ${stack.name}`);
    stack.changeSet = null;
    const verb = stack.text === null ? 'CREATE' : 'UPDATE';
    this.tell(stack, null, `${verb}_IN_PROGRESS`);
    const before = this.account.things.map((thing) => ({ ...thing }));
    try {
      await this.apply(stack, changeSet.template);
      stack.text = changeSet.text;
      this.tell(stack, null, `${verb}_COMPLETE`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.account.things = [...before, ...this.keptOf(stack, changeSet.template, before)];
      const rollback = verb === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
      this.tell(stack, null, `${rollback}_IN_PROGRESS`, 'The following resource(s) failed.');
      this.tell(stack, null, `${rollback}_COMPLETE`);
    }
  }

  async remove(stack: Stack): Promise<void> {
    this.tell(stack, null, 'DELETE_IN_PROGRESS');
    const template: Template = JSON.parse(stack.text ?? '{"Resources":{}}');
    try {
      for (const logicalId of inOrder(template.Resources).reverse()) {
        const thing = this.resourcesOf(stack).find(({ owner }) => owner?.logicalId === logicalId);
        if (thing) await this.delete(stack, thing, template.Resources[logicalId]?.DeletionPolicy);
      }
      this.tell(stack, null, 'DELETE_COMPLETE');
      this.all.delete(stack.name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.tell(stack, null, 'DELETE_FAILED', error.message);
    }
  }

  /** Returns the things, now without an owner, that stay although the operation that made them is taken back. */
  private keptOf(stack: Stack, template: Template, before: readonly Thing[]): Thing[] {
    const made = this.resourcesOf(stack).filter(({ type, id }) => !before.some((other) => other.type === type && other.id === id));
    return made
      .filter(({ owner }) => template.Resources[owner!.logicalId]?.DeletionPolicy === RETAIN)
      .map((thing) => ({ ...thing, owner: null }));
  }

  private begin(name: string): Stack {
    const id = `arn:aws:cloudformation:${this.account.region}:${this.account.id}:stack/${name}/${randomUUID()}`;
    const stack: Stack = { name, id, status: 'REVIEW_IN_PROGRESS', text: null, outputs: {}, events: [], changeSet: null };
    this.all.set(name, stack);
    this.byId.set(id, stack);
    return stack;
  }

  private async apply(stack: Stack, template: Template): Promise<void> {
    const meaning = this.meaningIn(stack, template);
    const wanted = Object.fromEntries(
      Object.entries(template.Resources).filter(([, { Condition }]) => Condition === undefined || meaning.conditions.get(Condition)),
    );
    const old = new Map(this.resourcesOf(stack).map((thing) => [thing.owner!.logicalId, thing]));
    const replaced: Thing[] = [];
    for (const logicalId of inOrder(withoutUnmet(wanted))) {
      const { Type, Properties: described = {} } = wanted[logicalId]!;
      const properties = resolve(described, meaning) as Properties;
      const present = old.get(logicalId);
      try {
        checkProperties(logicalId, Type, properties);
        if (!present) await this.create(stack, logicalId, Type, properties);
        else if (!isDeepStrictEqual(present.properties, properties)) {
          if (await this.update(stack, present, properties)) replaced.push(present);
        }
      } catch (error) {
        if (error instanceof Refusal) this.tell(stack, { logicalId, type: Type }, `${present ? 'UPDATE' : 'CREATE'}_FAILED`, error.message);
        throw error;
      }
    }
    // what is no longer described is deleted last, in the reverse order of the stack's own
    const former: Template = JSON.parse(stack.text ?? '{"Resources":{}}');
    const order = [...inOrder(former.Resources)].reverse();
    const dropped = [...old.values()].filter(({ owner }) => !(owner!.logicalId in wanted));
    const gone = [...dropped, ...replaced].sort((a, b) => order.indexOf(a.owner!.logicalId) - order.indexOf(b.owner!.logicalId));
    for (const thing of gone) await this.delete(stack, thing, former.Resources[thing.owner!.logicalId]?.DeletionPolicy);
    const outputs = Object.entries(template.Outputs ?? {}).filter(([, { Condition }]) => !Condition || meaning.conditions.get(Condition));
    stack.outputs = Object.fromEntries(outputs.map(([name, { Value }]) => [name, String(resolve(Value, meaning))]));
  }

  private meaningIn(stack: Stack, template: Template): Meaning {
    const { account } = this;
    // of two things with one logical id the newer one counts: it is about to replace the other
    const thing = (name: string): Thing | undefined => this.resourcesOf(stack).findLast(({ owner }) => owner?.logicalId === name);
    const conditions = new Map<string, boolean>();
    const meaning: Meaning = {
      pseudo: {
        'AWS::AccountId': account.id,
        'AWS::Region': account.region,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': stack.name,
        'AWS::StackId': stack.id,
      },
      conditions,
      ref: (name) => thing(name)?.id ?? '',
      attribute: (name, attribute) => {
        const value = thing(name)?.attributes[attribute];
        if (value === undefined) throw new Error(`the stand-in does not know ${attribute} of ${template.Resources[name]?.Type}`);
        return value;
      },
    };
    for (const [name, condition] of Object.entries(template.Conditions ?? {})) conditions.set(name, resolve(condition, meaning) === true);
    return meaning;
  }

  private async create(stack: Stack, logicalId: string, type: string, properties: Properties): Promise<Thing> {
    const { account } = this;
    const kind = KINDS[type] ?? {};
    const id = kind.id?.(properties, account) ?? account.newId();
    await kind.check?.(properties, account);
    const same = kind.id && type !== 'AWS::ApiGateway::Stage' ? account.find(type, id) : undefined;
    if (same) throw new Refusal(`${id} already exists${same.owner ? ` in stack ${this.named(same.owner.stack).id}` : ''}`);
    const thing: Thing = { type, id, properties, attributes: {}, owner: { stack: stack.name, logicalId }, lastModified: new Date() };
    thing.attributes = kind.attributes?.(thing, account) ?? {};
    account.things.push(thing);
    await kind.made?.(thing, account);
    this.tell(stack, { logicalId, type, id }, 'CREATE_COMPLETE');
    return thing;
  }

  /** @returns whether another thing is in its place now, and the old one has to go */
  private async update(stack: Stack, thing: Thing, properties: Properties): Promise<boolean> {
    const { account } = this;
    const { type } = thing;
    const logicalId = thing.owner!.logicalId;
    const isReplaced = replacingProperties(type).some((name) => !isDeepStrictEqual(thing.properties[name], properties[name]));
    if (isReplaced) {
      const id = KINDS[type]?.id?.(properties, account);
      if (id !== undefined && id === thing.id)
        throw new Refusal(
          `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${id} and update the stack again.`,
        );
      await this.create(stack, logicalId, type, properties);
      return true;
    }
    await KINDS[type]?.check?.(properties, account, thing);
    thing.properties = properties;
    thing.lastModified = new Date();
    this.tell(stack, { logicalId, type, id: thing.id }, 'UPDATE_COMPLETE');
    return false;
  }

  private async delete(stack: Stack, thing: Thing, policy?: string): Promise<void> {
    const { account } = this;
    const { type, id, owner } = thing;
    const resource = { logicalId: owner!.logicalId, type, id };
    if (RETAINING.has(policy)) {
      // it stays, without an owner
      account.things = account.things.map((other) => (other === thing ? { ...thing, owner: null } : other));
      this.tell(stack, resource, 'DELETE_SKIPPED');
      return;
    }
    try {
      await KINDS[type]?.removed?.(thing, account);
    } catch (error) {
      if (error instanceof Refusal) this.tell(stack, resource, 'DELETE_FAILED', error.message);
      throw error;
    }
    account.remove(thing);
    this.tell(stack, resource, 'DELETE_COMPLETE');
  }

  private tell(stack: Stack, resource: { logicalId: string; type: string; id?: string } | null, status: string, reason?: string): void {
    if (resource === null) stack.status = status;
    stack.events.push({
      EventId: randomUUID(),
      StackId: stack.id,
      StackName: stack.name,
      LogicalResourceId: resource?.logicalId ?? stack.name,
      PhysicalResourceId: resource?.id ?? (resource ? '' : stack.id),
      ResourceType: resource?.type ?? STACK_TYPE,
      ResourceStatus: status,
      ...(reason !== undefined && { ResourceStatusReason: reason }),
      Timestamp: new Date().toISOString(),
    });
  }
}

/** Returns resources that no longer depend on those that a condition leaves out. */
const withoutUnmet = (wanted: Record<string, Described>): Record<string, Described> =>
  Object.fromEntries(
    Object.entries(wanted).map(([name, described]) => [
      name,
      { ...described, DependsOn: neededBy(described).filter((needed) => needed in wanted), Properties: {} },
    ]),
  );
