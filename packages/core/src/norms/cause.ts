import type { MeasuredCharge } from './measure.ts';
import { medianOf, type Usual } from './usual.ts';
import type { Norm, NormPart } from './norm.ts';

/** Why a charge is likely to be as it is. */
export const chargeCauses = [
  'context_grew',
  'output_grew',
  'cache_lost',
  'dearer_model',
  'price_rose',
  'tool_units',
  'new_tool',
  'stated_cost',
] as const;

export type ChargeCause = (typeof chargeCauses)[number];

/** A cause, with what was measured and what is usual of the part that shows it, where one does. */
export interface Cause {
  readonly kind: ChargeCause;
  readonly part: NormPart;
  readonly seen: bigint;
  readonly usual: bigint | null;
}

/** A token of output costs about as much as four of input: from three to eight times in the lists of the providers. */
const outputWeight = 4n;

/** From where on a part has changed, and is not merely a little larger. */
const changed = 2n;

function partOf(norm: Norm, { measures }: MeasuredCharge, part: NormPart): { seen: bigint; usual: bigint } | null {
  const [seen, usual] = [measures[part], medianOf(norm, part)];
  return seen === undefined || usual === null ? null : { seen, usual };
}

function isDearer(norm: Norm, charge: MeasuredCharge): boolean {
  const price = partOf(norm, charge, 'price');
  return price !== null && price.seen > changed * price.usual;
}

/** Which of the tokens cost most beyond what is usual: those of the context, or those of the output. */
function ofTokens(norm: Norm, charge: MeasuredCharge): Cause | null {
  const parts = [partOf(norm, charge, 'input'), partOf(norm, charge, 'uncached'), partOf(norm, charge, 'output')];
  const [input, uncached, output] = parts;
  if (!input || !uncached || !output) return null;
  const [inputExcess, outputExcess] = [uncached.seen - uncached.usual, outputWeight * (output.seen - output.usual)];
  if (inputExcess <= 0n && outputExcess <= 0n) return null;
  if (outputExcess >= inputExcess) return { kind: 'output_grew', part: 'output', ...output };
  if (input.seen <= changed * input.usual) return { kind: 'cache_lost', part: 'uncached', ...uncached };
  return { kind: 'context_grew', part: 'input', ...input };
}

/** Tokens explain a charge where they have grown by at least half as much as its cost. */
function explains(cause: Cause | null, cost: bigint, { norm }: Usual): cause is Cause {
  return cause !== null && 2n * cause.seen * norm >= cost * (cause.usual ?? 0n);
}

function ofModelCall(norm: Norm, charge: MeasuredCharge, usual: Usual, isOwn: boolean): Cause | null {
  const price = partOf(norm, charge, 'price');
  if (price === null) return null;
  const dearer: Cause = { kind: isOwn ? 'price_rose' : 'dearer_model', part: 'price', ...price };
  const tokens = ofTokens(norm, charge);
  if (explains(tokens, charge.costNanoUsd, usual) || !isDearer(norm, charge)) return tokens ?? dearer;
  return dearer;
}

/**
 * The likely cause of a charge that is out of character, by what of it has changed most against the norm that it was
 * compared with; `isOwn` says whether that is the norm of its own model or tool, or of the agent as a whole.
 */
export function causeOf(norm: Norm, charge: MeasuredCharge, usual: Usual, isOwn: boolean): Cause {
  const { record, measures, costNanoUsd } = charge;
  const cost = { part: 'cost', seen: costNanoUsd, usual: usual.median } as const;
  if (record.type === 'tool') {
    const units = isOwn ? partOf(norm, charge, 'units') : null;
    if (units !== null && units.seen > changed * units.usual) return { kind: 'tool_units', part: 'units', ...units };
    return isOwn ? { kind: 'price_rose', ...cost } : { kind: 'new_tool', ...cost };
  }
  const ofCall = measures.input === undefined ? null : ofModelCall(norm, charge, usual, isOwn);
  return ofCall ?? { kind: 'stated_cost', ...cost };
}
