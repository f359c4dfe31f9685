import { createRequire } from 'node:module';
import type { ICruiseOptions, ICruiseResult, IFlattenedRuleSet } from 'dependency-cruiser';

const require = createRequire(import.meta.url);

interface Parser {
  parseFileSync: (file: string, options: object) => unknown;
}

// dependency-cruiser asks for TypeScript without JSX, whatever a file's name says: without this, pages could not be read.
const parser = require('@swc/core') as Parser;
const { parseFileSync } = parser;
parser.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });
const { cruise } = await import('dependency-cruiser');

interface CruiserConfiguration extends IFlattenedRuleSet {
  readonly options: ICruiseOptions;
}

/** The rules that `npm run check` enforces, from their own file. */
export const configuration = require('../../.dependency-cruiser.cjs') as CruiserConfiguration;

/** A broken rule, by the module that breaks it. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
}

export interface Findings {
  readonly modulesRead: number;
  readonly violations: readonly Violation[];
}

/** Reads the sources below `packages/` in `baseDir` and applies the rules. */
export async function inspect(baseDir: string): Promise<Findings> {
  const { options, ...ruleSet } = configuration;
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const settings: ICruiseOptions = { ...cruiseOptions, ruleSet, validate: true, baseDir };
  const { output } = await cruise(['packages'], settings, enhancedResolveOptions);
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with a text, not with its findings');
  return { modulesRead: output.summary.totalCruised, violations: output.summary.violations.map(toViolation) };
}

function toViolation(found: ICruiseResult['summary']['violations'][number]): Violation {
  return { rule: found.rule.name, from: found.from };
}
