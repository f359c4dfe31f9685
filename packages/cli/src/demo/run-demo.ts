import { setMaxListeners } from 'node:events';
import { createExchange } from '../api-client/exchange.ts';
import type { Colour } from '../terminal/colour.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { runAgent } from './agent-loop.ts';
import { beatsPerDemo } from './fleet.ts';
import { createLiveView } from './live-view.ts';
import type { Member } from './set-up.ts';

export interface DemoRun {
  readonly url: string;
  readonly members: readonly Member[];
  readonly tag: string;
  readonly durationMs: number;
  readonly terminal: Terminal;
  readonly colour: Colour;
  /** Ends the demo before its time. */
  readonly stop: AbortController;
}

const callTimeoutMs = 60_000;

/**
 * Lets all agents work at the same time, until theirs is over. Where one of them fails, the others finish the call that
 * they are at; then its failure is raised.
 */
export async function runFleet({ url, members, tag, durationMs, terminal, colour, stop }: DemoRun): Promise<void> {
  const view = createLiveView(
    terminal,
    colour,
    members.map(({ tally }) => tally),
  );
  const common = {
    exchange: createExchange(url, callTimeoutMs),
    gatewayUrl: `${url}/gateway/sim`,
    tag,
    clock: terminal,
    beatMs: durationMs / beatsPerDemo,
    endMs: terminal.nowMs() + durationMs,
    stop: stop.signal,
    onChange: () => view.update(),
  };
  // Every agent's pause listens to the one signal, which is no leak to be warned of.
  setMaxListeners(0, stop.signal);
  stop.signal.addEventListener('abort', () => view.stopping(), { once: true });
  const work = members.map(async ({ tally, key, run }) => {
    try {
      await runAgent(tally, { ...common, key, run });
    } catch (error) {
      stop.abort();
      throw error;
    }
  });
  const ended = await Promise.allSettled(work);
  view.finish();
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
