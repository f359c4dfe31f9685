import type { SimulationResult } from './run/simulate.ts';
import type { Progress } from './seeds.ts';

const width = 30;

/** A bar on a terminal; elsewhere each seed's own line is enough. */
export function showProgress({ seed, round, rounds, played, share }: Progress): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round(width * Math.min(1, share));
  const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`;
  process.stderr.write(`\r[${bar}] ${played} played, seed ${seed}: round ${round} of ${rounds}  `);
}

function counted(counts: Readonly<Record<string, number>>): string {
  const names = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  return names.map(([name, count]) => `${count} ${name}`).join(', ');
}

const mostFindings = 20;

/** A line for a seed where all is well; what is wrong, and how to see it again, where it is not. */
export function describe({ seed, actions, unknown, answers, faults, findings }: SimulationResult): string {
  const clear = process.stderr.isTTY ? '\r\u001B[K' : '';
  const summary = `seed ${seed}: ${actions} actions, ${unknown} without an answer; faults: ${counted(faults)}`;
  const told = `  answers: ${counted(answers)}`;
  if (findings.length === 0) return `${clear}${summary}: all is well\n${told}\n`;
  const wrong = findings.slice(0, mostFindings).map((text) => `  ${text}`);
  const more = findings.length > mostFindings ? [`  and ${findings.length - mostFindings} more`] : [];
  const again = `again: npm run simulate -- --seed ${seed} --trace`;
  return `${clear}${[summary, told, 'WRONG:', ...wrong, ...more, again].join('\n')}\n`;
}
