import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function onPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const file of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder may have it.
    }
  }
  return null;
}

/** The system's own package manager is asked where we may: a browser is nothing that a test should fetch elsewhere. */
function install(): void {
  if (process.getuid?.() !== 0) return;
  try {
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'ignore', timeout: 180_000 });
  } catch {
    // There is none then, and the tests say so.
  }
}

/** The system's Chromium, installed if it can be; null where there is none, which is the one reason to skip. */
export function findChromium(): string | null {
  const found = onPath();
  if (found !== null) return found;
  install();
  return onPath();
}

export function launch(executablePath: string): Promise<Browser> {
  // As root Chromium has no sandbox to offer; it opens our own pages only.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
