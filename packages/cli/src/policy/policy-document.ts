import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { UsageError } from '../exit.ts';

/** A policy file as it was read: what it says, and where in it each thing stands. */
export interface PolicyDocument {
  readonly name: string;
  readonly value: unknown;
  /** The line of what a path such as `budgets.0.limit_usd` leads to, or of the nearest thing around it. */
  lineOf(path: string): number;
}

const reference = /\$(\$?)\{([A-Za-z_]\w*)\}/g;

type Environment = Readonly<Record<string, string | undefined>>;

/** Puts the environment's values in the place of `${NAME}`; `$${NAME}` stays `${NAME}`. Raises `UsageError`. */
function substituted(text: string, env: Environment, where: () => string): string {
  return text.replace(reference, (whole, escape: string, name: string) => {
    if (escape === '$') return whole.slice(1);
    const value = env[name];
    if (value === undefined) throw new UsageError(`${where()}: ${name} is not set in the environment`);
    return value;
  });
}

function lineFinder(document: Document, lines: LineCounter): (path: string) => number {
  return (path) => {
    const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    for (let length = parts.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(parts.slice(0, length), true);
      const range = (node as { range?: readonly number[] | null } | undefined)?.range;
      if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
    }
    return 1;
  };
}

/** Reads YAML 1.2, of which JSON is a part. Raises `UsageError` with the line of what is wrong. */
export function readPolicyDocument(text: string, name: string, env: Environment): PolicyDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${name}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      const where = (): string => `${name}:${lines.linePos(node.range?.[0] ?? 0).line}`;
      node.value = substituted(node.value, env, where);
    },
  });
  const value: unknown = document.toJS();
  if (value === null || value === undefined)
    throw new UsageError(`${name} is empty: see docs/concepts/policy-as-code.md`);
  return { name, value, lineOf: lineFinder(document, lines) };
}
