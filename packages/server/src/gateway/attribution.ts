import type { IncomingHttpHeaders } from 'node:http';
import { isLabel, labelRule, type RunStatus } from '@cofferdam/core';
import { invalidField } from '../errors/problem.ts';
import type { Labels } from '../services/keys/principal.ts';
import { type PathLabel, pathLabels } from './gateway-path.ts';

/** Whom a call is charged to, and what it says of its run, as far as the caller says. */
export interface Attribution {
  readonly labels: Labels;
  readonly run: string | null;
  readonly parentRun: string | null;
  /** How the run ended with this call; null where it goes on. */
  readonly runStatus: RunStatus | null;
  /** The caller asks for its one last call, from the allowance that a budget keeps for it. */
  readonly final: boolean;
}

const statuses = ['succeeded', 'failed', 'cancelled'] as const;

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(', ') : value;
  return text === '' ? undefined : text;
}

/** A label from its header or from the path; said twice, it must be the same. */
function labelOf(
  headers: IncomingHttpHeaders,
  path: ReadonlyMap<PathLabel, string>,
  label: PathLabel,
): string | undefined {
  const name = `x-cofferdam-${label}`;
  const [inHeader, inPath] = [headerOf(headers, name), path.get(label)];
  if (inHeader !== undefined && inPath !== undefined && inHeader !== inPath) {
    invalidField(name, `is another ${label} than the one in the path`);
  }
  const value = inPath ?? inHeader;
  if (value !== undefined && !isLabel(value)) invalidField(inPath === undefined ? name : label, labelRule);
  return value;
}

function runStatusOf(headers: IncomingHttpHeaders): Attribution['runStatus'] {
  const text = headerOf(headers, 'x-cofferdam-run-status');
  if (text === undefined) return null;
  return (
    statuses.find((status) => status === text) ??
    invalidField('x-cofferdam-run-status', `must be one of ${statuses.join(', ')}`)
  );
}

function finalOf(headers: IncomingHttpHeaders): boolean {
  const text = headerOf(headers, 'x-cofferdam-final');
  if (text === undefined || text === 'false') return false;
  return text === 'true' || invalidField('x-cofferdam-final', 'must be true or false');
}

const ownPrefix = 'x-cofferdam-';

const ownHeaders = [...pathLabels, 'run-status', 'final'].map((name) => `${ownPrefix}${name}`);

/** One that is misspelt would charge the call to somebody else, and nobody would be told. */
function refuseUnknown(headers: IncomingHttpHeaders): void {
  const unknown = Object.keys(headers).find((name) => name.startsWith(ownPrefix) && !ownHeaders.includes(name));
  if (unknown !== undefined)
    invalidField(unknown.slice(0, 128), `is no header here; there are ${ownHeaders.join(', ')}`);
}

/** Reads the labels of a call. Raises `invalid_request`, naming the header. */
export function readAttribution(headers: IncomingHttpHeaders, path: ReadonlyMap<PathLabel, string>): Attribution {
  refuseUnknown(headers);
  const given = new Map(pathLabels.map((label) => [label, labelOf(headers, path, label)]));
  return {
    labels: {
      agent: given.get('agent'),
      workflow: given.get('workflow'),
      user: given.get('user'),
      team: given.get('team'),
    },
    run: given.get('run') ?? null,
    parentRun: given.get('parent-run') ?? null,
    runStatus: runStatusOf(headers),
    final: finalOf(headers),
  };
}
