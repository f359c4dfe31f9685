import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../process/cleanup.ts';
import { stopChild } from '../process/stop-child.ts';
import type { LoadFigures, LoadRequest } from './load-figures.ts';

const graceMs = 60_000;

/** The load generator's process, from its parent's side. One load at a time. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  constructor(cleanup: Cleanup) {
    const path = fileURLToPath(new URL('load-process.ts', import.meta.url));
    this.#child = fork(path, [], { detached: true, execArgv: ['--import', import.meta.resolve('tsx')] });
    cleanup.add(() => stopChild(this.#child));
  }

  /** Raises if the process ends, or does not answer within a minute of the load's end. */
  run(request: LoadRequest): Promise<LoadFigures> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        child.off('exit', onExit).off('message', onMessage);
        settle();
      };
      const onExit = (): void => finish(() => reject(new Error('the load generator ended')));
      const onMessage = (figures: LoadFigures): void => finish(() => resolve(figures));
      const onTime = (): void => finish(() => reject(new Error('the load did not end in time')));
      const timer = setTimeout(onTime, request.durationMs + graceMs);
      child.on('exit', onExit).on('message', onMessage);
      child.send(request);
    });
  }
}
