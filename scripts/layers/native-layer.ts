import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Architecture } from './architecture';
import { bundlePackage } from './bundle-package';
import { fetchPackage } from './fetch-package';
import { copyPackage, findPackage, installedPackage, manifestOf } from './npm-package';

/** Where the platform looks for packages, within a layer. */
const PACKAGES_FOLDER = 'nodejs/node_modules';

/** Lay down the packages that stay outside of the function's bundle, with binaries for Linux (glibc) on one architecture. */
export async function buildNativeLayer(folder: string, architecture: Architecture): Promise<void> {
  const packages = path.join(folder, PACKAGES_FOLDER);
  await Promise.all([
    copyOnnxRuntime(packages, architecture),
    copySharp(packages, architecture),
    bundlePackage('jimp', path.join(packages, 'jimp')),
  ]);
}

/** Only the CPU provider: those for CUDA and TensorRT, which its install script may add, are four times the platform's limit. */
async function copyOnnxRuntime(packages: string, architecture: Architecture): Promise<void> {
  const binary = new RegExp(`^bin/napi-v\\d+/linux/${architecture}/(onnxruntime_binding\\.node|libonnxruntime\\.so[.\\d]*)$`);
  const runtime = installedPackage('onnxruntime-node');
  await copyPackage(runtime, path.join(packages, 'onnxruntime-node'), (file) => file.startsWith('dist/') || binary.test(file));
  // its other dependencies serve the install script
  const name = 'onnxruntime-common';
  await copyPackage(installedPackage(name, runtime), path.join(packages, name), (file) => file.startsWith('dist/cjs/'));
}

async function copySharp(packages: string, architecture: Architecture): Promise<void> {
  const sharp = installedPackage('sharp');
  for (const [name, folder] of await withDependencies('sharp', sharp)) {
    await copyPackage(folder, path.join(packages, name), (file) => name !== 'sharp' || file.startsWith('dist/'));
  }
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

/**
 * A package and all it depends on, by name.
 *
 * @throws {Error} when two versions of one package are needed: the layer's folder of packages is flat
 */
async function withDependencies(name: string, folder: string, found = new Map<string, string>()): Promise<Map<string, string>> {
  const known = found.get(name);
  if (known && known !== folder) throw new Error(`two versions of ${name} are needed: ${known}, ${folder}`);
  if (known) return found;
  found.set(name, folder);
  for (const dependency of Object.keys((await manifestOf(folder)).dependencies ?? {})) {
    await withDependencies(dependency, installedPackage(dependency, folder), found);
  }
  return found;
}
