import { spawn } from 'node:child_process';
import { inCheckout, root } from './checkout.mjs';

/**
 * Runs a program in the checkout with our terminal; resolves with its exit code (128 and up: ended by a signal).
 * Ctrl-C reaches the program by the terminal, and we wait for it to end in order; SIGTERM is passed on.
 */
export function runCommand(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    const wait = () => undefined;
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', passOn);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', passOn);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** The path of a command-line tool that npm installed here. */
export function tool(name) {
  return inCheckout('node_modules', '.bin', name);
}
