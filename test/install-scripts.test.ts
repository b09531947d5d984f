import { readFileSync } from 'node:fs';
import path from 'node:path';

const json = (file: string) => JSON.parse(readFileSync(path.resolve(__dirname, '..', file), 'utf8'));

test('whoever adds a package with an install script decides whether npm may run it', () => {
  const packages: Record<string, { hasInstallScript?: true }> = json('package-lock.json').packages;
  const withScripts = Object.entries(packages).flatMap(([at, { hasInstallScript }]) =>
    hasInstallScript ? at.split('node_modules/').at(-1)! : [],
  );
  expect(Object.keys(json('package.json').allowScripts)).toEqual(withScripts.sort());
});
