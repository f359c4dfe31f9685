import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../process/cleanup.ts';
import { stopChild } from '../process/stop-child.ts';
import { outputTokens } from './chat-request.ts';

/** What the simulator counted itself since it was prepared. */
export interface Truth {
  readonly requests: number;
  readonly costNanoUsd: bigint;
  /** Answers that did not go out whole. */
  readonly broken: number;
}

/** An upstream in a process of its own. */
export interface SimulatorProcess {
  readonly port: number;
  /** Forgets what it was asked, and answers from now on after so many milliseconds. */
  prepare(firstByteMs: number): Promise<void>;
  truth(): Promise<Truth>;
  /** Processor time so far. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

interface TruthRecord {
  readonly outcome: string;
  readonly costNanoUsd: string;
}

const answersWithinMs = 30_000;

/** The next message of a child that is well. */
function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('exit', onExit).off('message', onMessage);
      settle();
    };
    const onExit = (): void => finish(() => reject(new Error('the simulator ended')));
    const onMessage = (message: Message): void => finish(() => resolve(message));
    const onTime = (): void => finish(() => reject(new Error('the simulator does not answer')));
    const timer = setTimeout(onTime, answersWithinMs);
    child.on('exit', onExit).on('message', onMessage);
  });
}

async function control(port: number, path: string, body?: object): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${port}/_sim/${path}`, request);
  if (!answer.ok) throw new Error(`the simulator answered ${path} with ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function readTruth(port: number): Promise<Truth> {
  const { data } = (await control(port, 'truth')) as { data: readonly TruthRecord[] };
  return {
    requests: data.length,
    costNanoUsd: data.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd), 0n),
    broken: data.filter(({ outcome }) => outcome !== 'completed').length,
  };
}

export async function startSimulatorProcess(cleanup: Cleanup): Promise<SimulatorProcess> {
  const main = fileURLToPath(new URL('simulator-main.ts', import.meta.url));
  const child = fork(main, [], { detached: true, execArgv: ['--import', import.meta.resolve('tsx')] });
  const stop = (): Promise<void> => stopChild(child);
  cleanup.add(stop);
  const { port } = await nextMessage<{ port: number }>(child);
  return {
    port,
    stop,
    async prepare(firstByteMs) {
      await control(port, 'reset', {});
      await control(port, 'behaviour', { all: { outputTokens, firstByteMs } });
    },
    truth: () => readTruth(port),
    async cpuMs() {
      const answer = nextMessage<{ cpuMs: number }>(child);
      child.send('cpu');
      return (await answer).cpuMs;
    },
  };
}
