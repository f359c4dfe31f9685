import { IMPORT_COLUMNS } from '@cofferdam/core';
import { nearest } from '../commands/nearest.ts';
import { CommandFailure } from '../exit.ts';
import { printable } from '../terminal/printable.ts';
import type { FirstSeen } from './read-rows.ts';

const known: ReadonlySet<string> = new Set(IMPORT_COLUMNS);

/** Throws a CommandFailure that has each unknown name once, however many rows have it: nothing of such a file is sent. */
export function checkNames(names: FirstSeen, fileName: string): void {
  const strange = [...names].filter(([name]) => !known.has(name));
  if (strange.length === 0) return;
  const lines = strange.map(([name, line]) => {
    const meant = nearest([...known], name);
    const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
    return printable(`${fileName}:${line}: "${name}" is no column of an import${guess}`);
  });
  throw new CommandFailure(lines.join('\n'), `Nothing was sent. Columns are ${[...known].join(', ')}.`);
}
