import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import * as entry from '../handlers/alibaba-fc';

jest.mock('../handlers/reader', () => ({ warmReader: () => Promise.reject(new Error('no models')) }));

const text = readFileSync(path.resolve(__dirname, '../s.yaml'), 'utf8');
const { props, component, actions } = parse(text).resources.card;

test('the function is what is exported, out of the package that is built before', () => {
  const handlers = [props.handler, props.instanceLifecycleConfig.initializer.handler];
  expect(handlers.map((name: string) => name.split('.'))).toEqual([
    ['index', 'handler'],
    ['index', 'initialize'],
  ]);
  expect(Object.keys(entry)).toEqual(expect.arrayContaining(['handler', 'initialize']));
  expect([component, props.runtime, props.code]).toEqual(['fc3', 'nodejs20', 'dist/fc']);
  expect(props.environmentVariables).toMatchObject({ MODELS_DIR: '/code/models', MALLOC_ARENA_MAX: '1' });
  expect(actions['pre-deploy']).toEqual([{ run: 'npm run build:fc', path: './' }]);
});

test('its size is one that the platform has', () => {
  const { cpu, memorySize, diskSize } = props;
  expect(Math.round(cpu * 100) % 5).toBe(0);
  expect(memorySize % 64).toBe(0);
  expect(memorySize / 1024 / cpu).toBeGreaterThanOrEqual(1);
  expect(memorySize / 1024 / cpu).toBeLessThanOrEqual(4);
  expect(diskSize).toBe(512);
});

test('an instance takes one request at a time, as built-in runtimes do', () => {
  expect([props.instanceConcurrency, props.environmentVariables.MAX_RUNNING]).toEqual([1, '1']);
});

test('it may do nothing in the account, and lets nobody in unless told', () => {
  for (const name of ['role', 'vpcConfig', 'nasConfig', 'ossMountConfig', 'layers']) expect(props).not.toHaveProperty(name);
  const { CODE_SECRET, CODE_HASHES, ALLOW_ANYONE } = props.environmentVariables;
  expect(CODE_SECRET).toMatch(/^\$\{env\('CODE_SECRET', ''\)\}$/);
  expect(CODE_HASHES).toMatch(/^\$\{env\('CODE_HASHES', ''\)\}$/);
  expect(ALLOW_ANYONE).toMatch(/^\$\{env\('ALLOW_ANYONE', 'off'\)\}$/);
  expect(text).not.toContain('TEST_ONLY');
});

test('what it takes from the shell means nothing to the component that deploys it', () => {
  const names = [...text.matchAll(/\$\{env\('(\w+)'/g)].map(([, name]) => name!);
  expect(names.sort()).toEqual(['ALIBABA_REGION', 'ALLOW_ANYONE', 'CODE_HASHES', 'CODE_SECRET', 'MIN_CONFIDENCE']);
});

test('all values of the environment are text', () => {
  expect(Object.values(props.environmentVariables).every((value) => typeof value === 'string')).toBe(true);
});

test('its URL answers every method itself, without the platform’s signatures', () => {
  expect(props.triggers).toEqual([
    {
      triggerName: 'http',
      triggerType: 'http',
      qualifier: 'LATEST',
      triggerConfig: {
        authType: 'anonymous',
        disableURLInternet: false,
        methods: ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'],
      },
    },
  ]);
});
