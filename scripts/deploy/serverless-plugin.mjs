// Lets `serverless package | deploy` work from a fresh clone, and makes of the service what its parameters ask for.
// Plain JavaScript, as the command line loads it before anything is built.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PUBLIC_THROTTLE, publicEvents } from './http-events.mjs';
import { API_PARAMETERS, areLost, BATCH_PARAMETERS, parameterFaults } from './parameters.mjs';
import { runNode } from './run-node.mjs';

const { EXPOSED } = createRequire(import.meta.url)('../../resources/cors.cjs');

/** What stands on its own among the paths without a key: the others are the page and its documents. */
const HEALTH = '/v1/health';
const DEPLOYMENT = 'AWS::ApiGateway::Deployment';
const GATEWAY_RESPONSE = 'AWS::ApiGateway::GatewayResponse';
/** What a deployment takes a copy of. */
const DEPLOYED = /^AWS::ApiGateway::(RestApi|Resource|Method|Authorizer|RequestValidator|Model|GatewayResponse)$/;
/** So much of a hash names a deployment. */
const NAME_LENGTH = 16;
/** The logical id that osls would give it. */
const STAGE = 'ApiGatewayStage';
/** An integration that answers as the API does where no path is. */
const NOTHING_THERE = {
  integration: 'mock',
  request: { template: { 'application/json': '{"statusCode": 400}' } },
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

const KEPT_ARCHIVES = 'dist/archives';

/** Where the archive of a layer is kept: under a hash of what the layer holds. */
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
    'before:deploy:function:initialize': () => this.#build(),
  };
  #serverless;
  /** archives that this run makes, and where they are kept */
  #unkept = [];

  constructor(serverless) {
    this.#serverless = serverless;
  }

  /** @throws what the command line shows without a stack */
  #checkParameters() {
    const { service, processedInput, classes } = this.#serverless;
    const batch = service.functions?.batch?.environment;
    const faults = parameterFaults(processedInput.options.param ?? [], batch ? BATCH_PARAMETERS : API_PARAMETERS);
    if (batch && areLost(batch)) faults.push('pictures lie where results are put, or below: none would be read');
    if (faults.length > 0) throw new classes.Error(faults.join('\n'), 'PARAMETERS');
  }

  /**
   * Turn off the routes that `page`, `health` and `mapped` do not ask for. Where a public one is off, the API itself says that nothing is there, and no
   * one without a key can call the function. To leave its methods out of the template would not do: CloudFormation removes a method after
   * it has taken the new deployment, which then still has it.
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

  /** What parameters make of the API; the batch's service has none. */
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
   * Let a stage of its own point to the deployment: a stage that the deployment makes can have settings at the first deploy only. A
   * deployment is a copy of the API: all parts of the API must be there before it is taken, and its name comes of them, so that
   * CloudFormation takes another when one of them changes, and none when none does.
   */
  #deployStage() {
    const { provider, resources } = this.#serverless.service;
    const template = provider.compiledCloudFormationTemplate.Resources;
    const [made] = Object.entries(template).find(([, { Type }]) => Type === DEPLOYMENT) ?? [];
    // the batch's service has no API
    if (made === undefined) return;
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

  /** Take the archives of layers that are as they were when these were made: to make them takes half of a deploy's time. */
  async #takeKeptArchives() {
    for (const [name, layer] of this.#layers()) {
      const [archive, kept] = [this.#archive(name), await keptArchive(name, layer)];
      if (existsSync(kept)) {
        await cp(kept, archive);
        layer.package = { artifact: archive };
      } else this.#unkept.push({ archive, kept });
    }
  }

  /** Keep those that were made, each in the place of the layer's former one; under its name only when it is whole. */
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

  /** What osls notes of layers that were uploaded by an earlier deploy would be a change of the service to its eyes. */
  #hideUploads() {
    for (const [, layer] of this.#layers()) {
      const { artifactAlreadyUploaded: value = false } = layer;
      Object.defineProperty(layer, 'artifactAlreadyUploaded', { value, enumerable: false });
    }
  }

  /**
   * Let a deploy of nothing new be skipped: osls compares all archives that it packed with those which the last deploy uploaded, and that
   * one uploaded none of a layer that was there already.
   */
  async #leaveKnownLayers() {
    const deploy = this.#serverless.pluginManager.plugins.find((plugin) => plugin.getMostRecentObjects);
    await deploy.ensureValidBucketExists();
    const uploaded = (await deploy.getMostRecentObjects()).map(({ Key }) => path.posix.basename(Key));
    const known = this.#layers().filter(([name, layer]) => layer.artifactAlreadyUploaded && !uploaded.includes(`${name}.zip`));
    await Promise.all(known.map(([name]) => rm(this.#archive(name), { force: true })));
  }

  /** The usage plan throttles keys: paths without one would be bounded by the account's limits alone. */
  #publicThrottles() {
    const { rateLimit, burstLimit } = PUBLIC_THROTTLE;
    // by now without the slash that a path began with
    return publicEvents(this.#serverless.service).map(({ method, path: resourcePath }) => ({
      HttpMethod: method.toUpperCase(),
      ResourcePath: resourcePath === '' ? '/' : `/~1${resourcePath.replaceAll('/', '~1')}`,
      ThrottlingRateLimit: rateLimit,
      ThrottlingBurstLimit: burstLimit,
    }));
  }

  /** Else a browser would keep the gateway responses from the pages that may call the API. */
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
