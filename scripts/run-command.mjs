import { spawn } from 'node:child_process';
import { inCheckout, root } from './checkout.mjs';

/** Runs a program in the checkout with our terminal; resolves with its exit code (128 and up: ended by a signal). */
export function runCommand(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** The path of a command-line tool that npm installed here. */
export function tool(name) {
  return inCheckout('node_modules', '.bin', name);
}
