// Lets `serverless offline | invoke local` work from a fresh clone, and `offline` behave as the deployed API does.
// Plain JavaScript, as the command line loads it before anything is built.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { httpEvents, PUBLIC_THROTTLE, publicEvents } from '../deploy/http-events.mjs';
import { runNode } from '../deploy/run-node.mjs';

const DEFAULT_PORT = 3000;
const HOST = '127.0.0.1';
const LIMIT_BYTES = 10 * 1024 * 1024;
/** Stands for the key that the deployed usage plan has. */
const LOCAL_KEY = 'local-test-key';
/** Type of the resources whose value is the hash of a code: resources/api-keys.cjs. */
const API_KEY = 'AWS::ApiGateway::ApiKey';
const ISOLATED_HANDLER = 'dist/offline/isolated-handler.handler';
/** Integrations of routes that are left out: mapped by the API, or turned off. */
const LEFT_OUT = ['lambda', 'mock'];

export default class LocalRunPlugin {
  hooks = {
    initialize: () => this.#prepare(),
    'before:invoke:local:invoke': () => this.#build(),
    'before:offline:start': () => this.#startOffline(),
    'before:offline:start:init': () => this.#startOffline(),
  };
  #serverless;
  #options;
  #log;

  /** @param options - the command line's, which all plugins share */
  constructor(serverless, options, { log }) {
    this.#serverless = serverless;
    this.#options = options;
    this.#log = log;
  }

  /** Adapts the functions. Runs after the plugin for deployments, which gives a route that is turned off another integration. */
  #prepare() {
    const { service, processedInput } = this.#serverless;
    const [command, subcommand] = processedInput.commands;
    const isInvoked = command === 'invoke' && subcommand === 'local';
    if (command !== 'offline' && !isInvoked) return;
    for (const definition of Object.values(service.functions)) {
      definition.events = definition.events.filter((event) => !LEFT_OUT.includes(event.http?.integration));
      // Only deployed functions have layers: here models come from models/, or from the caller's MODELS_DIR.
      delete definition.environment?.MODELS_DIR;
      // `invoke local` cannot load the ES module `lambda`, which only waits for the models before it exports the handler of `api-gateway`.
      if (isInvoked) definition.handler = definition.handler.replace('/lambda.', '/api-gateway.');
    }
  }

  #build = () => runNode(this.#serverless.serviceDir, 'esbuild.config.mjs');

  /** Moves serverless-offline to a port of its own, and puts the local gateway in its place as soon as it listens. */
  async #startOffline() {
    await this.#build();
    const built = path.join(this.#serverless.serviceDir, 'dist/offline/index.js');
    const { freePort, gatewayResponses, listening, startLocalGateway } = (await import(pathToFileURL(built))).default;
    const { service } = this.#serverless;
    const { provider, custom, resources } = service;
    const { keys, integrationTimeoutMs } = custom.offlineGateway;
    const preflight = this.#takePreflight();
    const keyName = this.#setLocalKeys();
    this.#isolateFunctions();
    const hasKeys = keys === 'on' && !this.#options.noAuth;
    const asked = { host: HOST, httpPort: DEFAULT_PORT, ...custom['serverless-offline'], ...this.#options };
    const upstreamPort = await freePort();

    // when it starts, serverless-offline lets these override everything else
    Object.assign(this.#options, {
      host: HOST,
      httpPort: upstreamPort,
      lambdaPort: asked.lambdaPort ?? (await freePort()),
      noAuth: !hasKeys,
    });
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
          publicPaths: publicEvents(service).map((event) => event.path),
          preflight,
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

  /** Takes the CORS settings from the API's routes: with them, serverless-offline would replace the function's own headers. Returns null where there are none. */
  #takePreflight() {
    const events = httpEvents(this.#serverless.service).filter((event) => event.cors);
    const preflight = events[0] ? { ...events[0].cors, paths: events.map((event) => event.path) } : null;
    for (const event of events) delete event.cors;
    return preflight;
  }

  /** Sets the keys that serverless-offline accepts. Returns what to call them. */
  #setLocalKeys() {
    const { provider, resources } = this.#serverless.service;
    const hashed = Object.values(resources.Resources).filter(({ Type }) => Type === API_KEY);
    provider.apiGateway.apiKeys = [
      ...provider.apiGateway.apiKeys.map((key) => ({ ...key, value: LOCAL_KEY })),
      ...hashed.map(({ Properties }) => ({ name: Properties.Name, value: Properties.Value })),
    ];
    return hashed.length > 0 ? 'a code of codeHashes' : `the key ${LOCAL_KEY}`;
  }

  /** Lets each function run in a process of its own. */
  #isolateFunctions() {
    for (const definition of Object.values(this.#serverless.service.functions)) {
      definition.environment = { ...definition.environment, FUNCTION_HANDLER: definition.handler };
      definition.handler = ISOLATED_HANDLER;
    }
  }
}

/** Keeps what mentions a text, the inner port, from the terminal: it is not the port to use. Returns a function that shows everything again. */
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
