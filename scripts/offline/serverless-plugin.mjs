// Lets `serverless offline | invoke local | package | deploy` work from a fresh clone, and `offline` behave as the deployed API does.
// Plain JavaScript, as the command line loads it before anything is built.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { API_PARAMETERS, areLost, BATCH_PARAMETERS, parameterFaults } from './parameters.mjs';

const { EXPOSED } = createRequire(import.meta.url)('../../resources/cors.cjs');

const DEFAULT_PORT = 3000;
const HOST = '127.0.0.1';
const LIMIT_BYTES = 10 * 1024 * 1024;
/** Stands for the key that the deployed usage plan has. */
const LOCAL_KEY = 'local-test-key';
/** Of each path without a key, all clients together: enough for people, too little to cost much or to keep instances from those who have a key. */
const PUBLIC_THROTTLE = { rateLimit: 1, burstLimit: 10 };
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
/** Whose value is the hash of a code: resources/api-keys.cjs. */
const API_KEY = 'AWS::ApiGateway::ApiKey';
const ISOLATED_HANDLER = 'dist/offline/isolated-handler.handler';

const KEPT_ARCHIVES = 'dist/archives';

/** Where the archive of a layer is kept: under a hash of what the layer holds. */
async function keptArchive(name, { path: folder }) {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${path.relative(folder, file)}\0`).update(await readFile(file));
  return path.join(KEPT_ARCHIVES, name, `${hash.digest('hex')}.zip`);
}

export default class ServerlessPlugin {
  hooks = {
    initialize: () => {
      this.#checkParameters();
      this.#turnRoutesOff();
      this.#prepareLocalRun();
    },
    'before:invoke:local:invoke': () => this.#build(),
    'before:offline:start': () => this.#startOffline(),
    'before:offline:start:init': () => this.#startOffline(),
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
  #options;
  #log;
  /** archives that this run makes, and where they are kept */
  #unkept = [];

  /** @param options - the command line's, which all plugins share */
  constructor(serverless, options, { log }) {
    this.#serverless = serverless;
    this.#options = options;
    this.#log = log;
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
    const { page, health, mapped } = this.#serverless.service.custom?.offlineGateway ?? {};
    const isLocal = this.#isLocal();
    for (const definition of this.#functions()) {
      definition.events = (definition.events ?? []).flatMap((event) => {
        if (event.http?.integration === 'lambda') return mapped === 'on' && !isLocal ? [event] : [];
        if (event.http === undefined || event.http.private || (event.http.path === HEALTH ? health : page) === 'on') return [event];
        return isLocal ? [] : [{ http: { ...event.http, ...NOTHING_THERE } }];
      });
    }
  }

  #isLocal() {
    const [command, subcommand] = this.#serverless.processedInput.commands;
    return command === 'offline' || (command === 'invoke' && subcommand === 'local');
  }

  #prepareLocalRun() {
    if (!this.#isLocal()) return;
    const isInvoked = this.#serverless.processedInput.commands[0] === 'invoke';
    for (const definition of this.#functions()) {
      // Only deployed functions have layers: here models come from models/, or from the caller's MODELS_DIR.
      delete definition.environment?.MODELS_DIR;
      // `invoke local` knows no ES modules; this one only waits for the models before it exports the other's handler.
      if (isInvoked) definition.handler = definition.handler.replace('/lambda.', '/api-gateway.');
    }
  }

  #functions = () => Object.values(this.#serverless.service.functions);

  #httpEvents = () => this.#functions().flatMap(({ events = [] }) => events.flatMap((event) => event.http ?? []));

  #publicEvents = () => this.#httpEvents().filter((event) => !event.private);

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
    this.#letPagesRead(resources);
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
    return this.#publicEvents().map(({ method, path: resourcePath }) => ({
      HttpMethod: method.toUpperCase(),
      ResourcePath: resourcePath === '' ? '/' : `/~1${resourcePath.replaceAll('/', '~1')}`,
      ThrottlingRateLimit: rateLimit,
      ThrottlingBurstLimit: burstLimit,
    }));
  }

  /** Else a browser would keep the gateway responses from the pages that may call the API. */
  #letPagesRead(resources) {
    // the batch's service has no gateway
    const { corsOrigin = '' } = this.#serverless.service.custom?.offlineGateway ?? {};
    if (corsOrigin === '') return;
    for (const { Type, Properties } of Object.values(resources.Resources)) {
      if (Type === GATEWAY_RESPONSE)
        Object.assign(Properties.ResponseParameters, {
          'gatewayresponse.header.Access-Control-Allow-Origin': `'${corsOrigin}'`,
          'gatewayresponse.header.Access-Control-Expose-Headers': EXPOSED,
        });
    }
  }

  async #node(...args) {
    const [code] = await once(spawn(process.execPath, args, { cwd: this.#serverless.serviceDir, stdio: 'inherit' }), 'exit');
    if (code !== 0) throw new Error(`node ${args.join(' ')} failed`);
  }

  /** Move serverless-offline to a port of its own, and put the local gateway in its place as soon as it listens. */
  async #startOffline() {
    await this.#build();
    const built = path.join(this.#serverless.serviceDir, 'dist/offline/index.js');
    const { freePort, gatewayResponses, listening, startLocalGateway } = (await import(pathToFileURL(built))).default;
    const { provider, custom, resources } = this.#serverless.service;
    const { keys, integrationTimeoutMs } = custom.offlineGateway;
    this.#letPagesRead(resources);
    const http = this.#httpEvents().filter((event) => event.cors);
    const preflight = http[0] && { ...http[0].cors, paths: http.map((event) => event.path) };
    // serverless-offline would replace the function's own headers
    for (const event of http) delete event.cors;
    const hasKeys = keys === 'on' && !this.#options.noAuth;
    const asked = { host: HOST, httpPort: DEFAULT_PORT, ...custom['serverless-offline'], ...this.#options };
    const upstreamPort = await freePort();

    // serverless-offline merges them over all else when it starts
    Object.assign(this.#options, {
      host: HOST,
      httpPort: upstreamPort,
      lambdaPort: asked.lambdaPort ?? (await freePort()),
      noAuth: !hasKeys,
    });
    const hashed = Object.values(resources.Resources).filter(({ Type }) => Type === API_KEY);
    provider.apiGateway.apiKeys = [
      ...provider.apiGateway.apiKeys.map((key) => ({ ...key, value: LOCAL_KEY })),
      ...hashed.map(({ Properties }) => ({ name: Properties.Name, value: Properties.Value })),
    ];
    const keyName = hashed.length > 0 ? 'a code of codeHashes' : `the key ${LOCAL_KEY}`;
    for (const definition of this.#functions()) {
      definition.environment = { ...definition.environment, FUNCTION_HANDLER: definition.handler };
      definition.handler = ISOLATED_HANDLER;
    }

    const showAll = hideLinesWith(`${HOST}:${upstreamPort}`);
    listening(upstreamPort)
      .then(() =>
        startLocalGateway({
          host: asked.host,
          port: Number(asked.httpPort),
          upstreamPort,
          answerTo: gatewayResponses(resources),
          binaryMediaTypes: provider.apiGateway.binaryMediaTypes,
          throttle: hasKeys ? provider.apiGateway.usagePlan.throttle : null,
          publicThrottle: hasKeys ? PUBLIC_THROTTLE : null,
          publicPaths: this.#publicEvents().map((event) => event.path),
          preflight: preflight || null,
          timeoutMs: Number(integrationTimeoutMs),
          limitBytes: LIMIT_BYTES,
        }),
      )
      .then(
        (gateway) => {
          showAll();
          for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => gateway.close());
          this.#log.notice(`Local gateway ready: ${gateway.url}${hasKeys ? ` with ${keyName}` : ', no key needed'}`);
        },
        (error) => {
          this.#log.error(error.message);
          process.exit(1);
        },
      );
  }
}

/** Keep what mentions the inner port from the terminal: it is not the one to use. */
function hideLinesWith(text) {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  streams.forEach((stream, i) => {
    stream.write = (chunk, ...rest) => {
      if (!String(chunk).includes(text)) return writes[i].call(stream, chunk, ...rest);
      for (const argument of rest) if (typeof argument === 'function') argument();
      return true;
    };
  });
  return () => {
    streams.forEach((stream, i) => {
      stream.write = writes[i];
    });
  };
}
