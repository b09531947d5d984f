// Lets `serverless package | deploy` work from a fresh clone, and shapes the service as its parameters ask for.
// Plain JavaScript, as the command line loads it before anything is built.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PREFLIGHT_THROTTLE, PUBLIC_THROTTLE, preflightPaths, publicEvents } from './http-events.mjs';
import { areAmongLists, areLost, pairFaults, parameterFaults, parametersOf, valuesOf } from './parameters.mjs';
import { runNode } from './run-node.mjs';

const { EXPOSED } = createRequire(import.meta.url)('../../resources/cors.cjs');

/** The path without a key that has a switch of its own; all others are the page and its documents. */
const HEALTH = '/v1/health';
const DEPLOYMENT = 'AWS::ApiGateway::Deployment';
const REST_API = 'AWS::ApiGateway::RestApi';
const GATEWAY_RESPONSE = 'AWS::ApiGateway::GatewayResponse';
/** Types of the resources that a deployment takes a copy of. */
const DEPLOYED = /^AWS::ApiGateway::(RestApi|Resource|Method|Authorizer|RequestValidator|Model|GatewayResponse)$/;
/** How many characters of a hash name a deployment. */
const NAME_LENGTH = 16;
/** The logical id that osls would give the stage. */
const STAGE = 'ApiGatewayStage';
/** An integration that answers as the API does on a path that is not there. */
const NOTHING_THERE = {
  integration: 'mock',
  // a request of another type is refused, and not answered 500
  request: { template: { 'application/json': '{"statusCode": 400}' }, passThrough: 'NEVER' },
  response: {
    headers: {
      'Content-Type': "'text/plain; charset=utf-8'",
      'X-Ca-Request-Id': 'context.requestId',
      'X-Ca-Error-Message': "'Invalid URL'",
      'X-Ca-Error-Code': "'400'",
    },
    template: 'Invalid URL',
    statusCodes: { 400: { pattern: '' } },
  },
};

/** The commands that make a template. */
const DEPLOYING = ['deploy', 'package'];
/** osls would replace the code, then fail at the environment. */
const HALF_A_DEPLOY = 'deploy function';
const KEPT_ARCHIVES = 'dist/archives';

/** Returns where the archive of a layer is kept: under a hash of what the layer holds. */
async function keptArchive(name, { path: folder }) {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${path.relative(folder, file)}\0`).update(await readFile(file));
  return path.join(KEPT_ARCHIVES, name, `${hash.digest('hex')}.zip`);
}

export default class DeploymentPlugin {
  hooks = {
    initialize: () => {
      this.#checkParameters();
      this.#turnRoutesOff();
      this.#letPagesRead();
    },
    'before:package:initialize': () => this.#buildWithLayers(),
    'before:package:createDeploymentArtifacts': () => this.#takeKeptArchives(),
    'after:package:createDeploymentArtifacts': () => this.#keepArchives(),
    'before:package:finalize': () => {
      this.#deployStage();
      this.#hideUploads();
    },
    'before:aws:deploy:deploy:checkForChanges': () => this.#leaveKnownLayers(),
  };
  #serverless;
  /** archives that this run makes, and where they will be kept */
  #unkept = [];

  constructor(serverless) {
    this.#serverless = serverless;
  }

  /** @throws an error that the command line shows without a stack */
  #checkParameters() {
    const { service, processedInput, classes } = this.#serverless;
    const batch = service.functions?.batch?.environment;
    const [command] = processedInput.commands;
    const given = processedInput.options.param ?? [];
    const faults = parameterFaults(given, parametersOf(command, batch !== undefined));
    // other commands concern what was deployed: whoever looks at logs need not give the codes again
    const needsPairs = DEPLOYING.includes(processedInput.commands.join(' ')) || given.includes('keys=on');
    if (needsPairs && !batch) faults.push(...pairFaults(given, process.env));
    if (batch && areLost(batch)) faults.push('pictures lie where results are put, or below: none would be read');
    const values = valuesOf(given);
    if (batch && areAmongLists(values.get('jobLists') ?? '', values.get('bucket'), batch))
      faults.push('the lists of jobs lie where pictures or results do: the role of jobs would read these');
    if (processedInput.commands.join(' ') === HALF_A_DEPLOY) faults.push(`${HALF_A_DEPLOY} would replace the code alone: use deploy`);
    if (faults.length > 0) throw new classes.Error(faults.join('\n'), 'PARAMETERS');
  }

  /**
   * Turns off the routes that `page`, `health` and `mapped` do not ask for. Where a public one is off, the API itself says that nothing is there, and nobody
   * without a key can call the function. Leaving its methods out of the template would not do: CloudFormation removes a method after it has taken the new
   * deployment, which then still has it.
   */
  #turnRoutesOff() {
    const { page, health, mapped } = this.#api();
    for (const definition of Object.values(this.#serverless.service.functions)) {
      definition.events = (definition.events ?? []).flatMap((event) => {
        if (event.http?.integration === 'lambda') return mapped === 'on' ? [event] : [];
        if (event.http === undefined || event.http.private || (event.http.path === HEALTH ? health : page) === 'on') return [event];
        return [{ http: { ...event.http, ...NOTHING_THERE } }];
      });
    }
  }

  /** Returns what the parameters make of the API; the batch's service has none. */
  #api = () => this.#serverless.service.custom?.api ?? {};

  #node = (...args) => runNode(this.#serverless.serviceDir, ...args);

  #build = () => this.#node('esbuild.config.mjs');

  async #buildWithLayers() {
    // who may not deploy is told so before anything is built
    if (this.#serverless.processedInput.commands[0] === 'deploy') await this.#serverless.getProvider('aws').getAccountInfo();
    await this.#build();
    await this.#node('dist/build/layers/command.js', '--arch', this.#serverless.service.provider.architecture);
  }

  /**
   * Makes the stage a resource of its own that points to the deployment: a stage that the deployment makes can have settings at the first deploy only. A
   * deployment is a copy of the API. So all parts of the API must be there before it is taken, and its name is derived from them: CloudFormation takes another
   * one when a part changes, and none when none does.
   */
  #deployStage() {
    const { provider, resources } = this.#serverless.service;
    const template = provider.compiledCloudFormationTemplate.Resources;
    const [made] = Object.entries(template).find(([, { Type }]) => Type === DEPLOYMENT) ?? [];
    // the batch's service has no API
    if (made === undefined) return;
    this.#setSecurityPolicy(template);
    const parts = Object.entries({ ...template, ...resources.Resources }).filter(([, { Type }]) => DEPLOYED.test(Type));
    const hash = createHash('sha256')
      .update(JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : 1))))
      .digest('hex');
    const deployment = `ApiGatewayDeployment${hash.slice(0, NAME_LENGTH)}`;
    const { RestApiId, StageName } = template[made].Properties;
    delete template[made];
    for (const resource of Object.values(template)) {
      if ([resource.DependsOn ?? []].flat().includes(made)) resource.DependsOn = [STAGE];
    }
    template[deployment] = { Type: DEPLOYMENT, DependsOn: parts.map(([name]) => name), Properties: { RestApiId } };
    template[STAGE] = {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId, StageName, DeploymentId: { Ref: deployment }, MethodSettings: this.#publicThrottles() },
    };
  }

  /** Sets which versions of TLS the API's own address accepts. AWS wants a strict access mode with any policy but its oldest two. */
  #setSecurityPolicy(template) {
    const { securityPolicy = '' } = this.#api();
    const [api] = Object.values(template).filter(({ Type }) => Type === REST_API);
    if (securityPolicy !== '') Object.assign(api.Properties, { SecurityPolicy: securityPolicy, EndpointAccessMode: 'STRICT' });
  }

  /** Uses the kept archives of layers that have not changed since: making archives takes half of a deploy's time. */
  async #takeKeptArchives() {
    for (const [name, layer] of this.#layers()) {
      const [archive, kept] = [this.#archive(name), await keptArchive(name, layer)];
      if (existsSync(kept)) {
        await cp(kept, archive);
        layer.package = { artifact: archive };
      } else this.#unkept.push({ archive, kept });
    }
  }

  /** Keeps the archives that were made, each in place of the layer's former one, and under its final name only when it is whole. */
  async #keepArchives() {
    for (const { archive, kept } of this.#unkept) {
      await rm(path.dirname(kept), { recursive: true, force: true });
      const unfinished = `${kept}.${process.pid}`;
      await cp(archive, unfinished);
      await rename(unfinished, kept);
    }
  }

  #archive = (layer) => path.join(this.#serverless.serviceDir, '.serverless', `${layer}.zip`);

  #layers = () => Object.entries(this.#serverless.service.layers ?? {});

  /** Hides from osls its own notes about layers that an earlier deploy uploaded: it would take them for a change of the service. */
  #hideUploads() {
    for (const [, layer] of this.#layers()) {
      const { artifactAlreadyUploaded: value = false } = layer;
      Object.defineProperty(layer, 'artifactAlreadyUploaded', { value, enumerable: false });
    }
  }

  /**
   * Lets osls skip a deploy of nothing new. It compares all archives that it packed with those that the last deploy uploaded, which had not uploaded layers
   * that were there already: so the archives of such layers are removed.
   */
  async #leaveKnownLayers() {
    const deploy = this.#serverless.pluginManager.plugins.find((plugin) => plugin.getMostRecentObjects);
    await deploy.ensureValidBucketExists();
    const uploaded = (await deploy.getMostRecentObjects()).map(({ Key }) => path.posix.basename(Key));
    const known = this.#layers().filter(([name, layer]) => layer.artifactAlreadyUploaded && !uploaded.includes(`${name}.zip`));
    await Promise.all(known.map(([name]) => rm(this.#archive(name), { force: true })));
  }

  /** Returns the throttles of what needs no key: the usage plan throttles only keys, so the account's limits alone would bound it. */
  #publicThrottles() {
    const { service } = this.#serverless;
    // by now the paths have lost the slash that they began with
    const setting = (method, resourcePath, { rateLimit, burstLimit }) => ({
      HttpMethod: method.toUpperCase(),
      ResourcePath: resourcePath === '' ? '/' : `/~1${resourcePath.replaceAll('/', '~1')}`,
      ThrottlingRateLimit: rateLimit,
      ThrottlingBurstLimit: burstLimit,
    });
    return [
      ...publicEvents(service).map(({ method, path: resourcePath }) => setting(method, resourcePath, PUBLIC_THROTTLE)),
      ...preflightPaths(service).map((resourcePath) => setting('OPTIONS', resourcePath, PREFLIGHT_THROTTLE)),
    ];
  }

  /** Adds CORS headers to the gateway responses: without them a browser would keep these from the pages that may call the API. */
  #letPagesRead() {
    const { corsOrigin = '' } = this.#api();
    if (corsOrigin === '') return;
    for (const { Type, Properties } of Object.values(this.#serverless.service.resources.Resources)) {
      if (Type === GATEWAY_RESPONSE)
        Object.assign(Properties.ResponseParameters, {
          'gatewayresponse.header.Access-Control-Allow-Origin': `'${corsOrigin}'`,
          'gatewayresponse.header.Access-Control-Expose-Headers': EXPOSED,
        });
    }
  }
}
