import { mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inCheckout } from './checkout.mjs';

const lockDir = inCheckout('.build-lock');
const ownerFile = join(lockDir, 'owner');
const pollMs = 200;
const heartbeatMs = 5_000;
/** A lock whose owner has shown no sign of life for so long is abandoned, whoever has its process id by now. */
const abandonedMs = 60_000;

/** Runs `work` while no other command of this checkout installs or builds; two at once would corrupt node_modules. */
export async function withBuildLock(work) {
  let told = false;
  while (!(await tryLock())) {
    if (!told) console.log('Another command is installing or building in this checkout; waiting for it.');
    told = true;
    await pause(pollMs);
  }
  const heartbeat = setInterval(() => void showLife(), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(lockDir, { recursive: true, force: true });
  }
}

/** Made aside with its owner inside, and renamed: a lock is never seen without its owner. */
async function tryLock() {
  const aside = await mkdtemp(`${lockDir}-`);
  await writeFile(join(aside, 'owner'), String(process.pid));
  try {
    await rename(aside, lockDir);
    return true;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
  if (await isAbandoned()) await discard();
  return false;
}

async function isAbandoned() {
  try {
    const pid = Number(await readFile(ownerFile, 'utf8'));
    const { mtimeMs } = await stat(ownerFile);
    return !isAlive(pid) || Date.now() - mtimeMs > abandonedMs;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Of several that find a lock abandoned one moves it away; the others find it gone. */
async function discard() {
  const aside = await mkdtemp(`${lockDir}-`);
  await rename(lockDir, join(aside, 'abandoned')).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function showLife() {
  const now = new Date();
  await utimes(ownerFile, now, now).catch(() => undefined);
}
