import { readFileSync } from 'node:fs';
import { inCheckout } from './checkout.mjs';

/** Stops with a message where Node is older than package.json's `engines` asks for. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(inCheckout('package.json'), 'utf8'));
  const wanted = engines.node.replace(/^>=/, '');
  if (isAtLeast(process.versions.node, wanted)) return;
  console.error(`Cofferdam needs Node ${wanted} or newer; this is Node ${process.versions.node}.`);
  console.error('Install a newer one from https://nodejs.org and run the same command again.');
  process.exit(1);
}

function isAtLeast(version, wanted) {
  const have = version.split('.').map(Number);
  const need = wanted.split('.').map(Number);
  for (let place = 0; place < need.length; place += 1) {
    if (have[place] !== need[place]) return have[place] > need[place];
  }
  return true;
}
