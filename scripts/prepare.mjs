import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withBuildLock } from './build-lock.mjs';
import { inCheckout } from './checkout.mjs';
import { requireNode } from './node-version.mjs';
import { runCommand, tool } from './run-command.mjs';

/** Installs what is missing and, if asked, compiles the packages. Ends the process with a message where that fails. */
export async function prepare({ build }) {
  requireNode();
  await withBuildLock(async () => {
    if (!(await isInstalled(inCheckout()))) await install();
    // The compiler itself knows what is out of date.
    if (build) await mustSucceed('The build failed.', tool('tsc'), ['-b', 'packages/cli', 'packages/sdk/src/node']);
    // The pages take half a second: less than finding out whether they changed.
    if (build)
      await mustSucceed('The pages could not be built.', tool('vite'), [
        'build',
        'packages/dashboard',
        '--logLevel',
        'warn',
      ]);
    if (build) await buildDocumentation();
  });
}

/** Read only now: what renders it may just have been installed. */
async function buildDocumentation() {
  const { buildDocs } = await import('./docs/build.mjs');
  buildDocs();
}

/** Whether node_modules holds what package-lock.json asks for, by the list that npm keeps of what it installed. */
export async function isInstalled(checkout) {
  const installed = await readPackages(join(checkout, 'node_modules', '.package-lock.json'));
  const wanted = await readPackages(join(checkout, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    // Binaries for other platforms are optional and absent.
    if (!path.includes('node_modules/')) return true;
    if (installed[path] === undefined) return optional === true;
    // The list says nothing of what was deleted since: a package may have modules of its own, beside its sources.
    return installed[path].version === version && existsSync(join(checkout, path));
  });
}

async function readPackages(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install() {
  console.log('Installing the dependencies ...');
  // Not `npm ci`: it refuses a lock file that does not list the binaries of every platform, and a lock file written
  // behind a registry mirror lists only what the mirror has. The versions are the lock file's all the same.
  // Tools and binaries are needed whatever NODE_ENV or the user's npm configuration leave out.
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const [program, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  await mustSucceed('The dependencies could not be installed.', program, rest);
}

async function mustSucceed(failure, program, args) {
  const code = await runCommand(program, args);
  if (code === 0) return;
  throw new PreparationFailed(failure, code);
}

/** An install or build that did not work; its own output has said why. */
export class PreparationFailed extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Prepares, or ends the process the way the failed step ended. */
export async function prepareOrExit(options) {
  try {
    await prepare(options);
  } catch (error) {
    if (!(error instanceof PreparationFailed)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}
