import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allEnded } from './all-ended';
import type { Architecture } from './architecture';
import { bundlePackage } from './bundle-package';
import { fetchPackage } from './fetch-package';
import { copyPackage, findPackage, installedPackage, manifestOf } from './npm-package';

/** Where the platform looks for packages, within a layer. */
const PACKAGES_FOLDER = 'nodejs/node_modules';

/** Writes the packages that stay outside of the function's bundle, with binaries for Linux (glibc) on one architecture. */
export async function buildNativeLayer(folder: string, architecture: Architecture): Promise<void> {
  const packages = path.join(folder, PACKAGES_FOLDER);
  await allEnded([
    layOnnxRuntime(packages, architecture),
    laySharp(packages, architecture),
    bundlePackage('jimp', path.join(packages, 'jimp')),
    layLibHeif(packages),
  ]);
}

/** Writes onnxruntime with its CPU provider only: those for CUDA and TensorRT, which its install script may add, are four times the platform's limit. */
async function layOnnxRuntime(packages: string, architecture: Architecture): Promise<void> {
  const name = 'onnxruntime-node';
  const binary = new RegExp(`^bin/napi-v\\d+/linux/${architecture}/(onnxruntime_binding\\.node|libonnxruntime\\.so[.\\d]*)$`);
  await copyPackage(installedPackage(name), path.join(packages, name), (file) => binary.test(file));
  await bundlePackage(name, path.join(packages, name), { entry: 'dist/index.js', file: 'dist/index.js', external: ['*.node'] });
}

/** Copies libheif unchanged, so that whoever wants another build of it can put that in its place, as its licence asks (LGPL, 4). */
const layLibHeif = (packages: string): Promise<void> =>
  copyPackage(installedPackage('libheif-js'), path.join(packages, 'libheif-js'), (file) => /^libheif-wasm\/libheif\.(js|wasm)$/.test(file));

async function laySharp(packages: string, architecture: Architecture): Promise<void> {
  const sharp = installedPackage('sharp');
  await bundlePackage('sharp', path.join(packages, 'sharp'), { entry: 'dist/index.cjs', external: ['@img/sharp-*'] });
  const platforms = Object.keys((await manifestOf(sharp)).optionalDependencies ?? {});
  const binaries = platforms.filter((name) => name.endsWith(`-linux-${architecture}`));
  if (binaries.length !== 2) throw new Error(`sharp's binaries for ${architecture}: ${binaries.join(', ') || 'none'}`);
  for (const name of binaries) await copyBinaryPackage(name, sharp, path.join(packages, name));
}

async function copyBinaryPackage(name: string, from: string, to: string): Promise<void> {
  const installed = findPackage(name, from);
  if (installed) return copyPackage(installed, to);
  const workFolder = await mkdtemp(path.join(tmpdir(), 'layers-'));
  try {
    await copyPackage(await fetchPackage(name, workFolder), to);
  } finally {
    await rm(workFolder, { recursive: true });
  }
}
