import { type Cause, type NormPart } from '@cofferdam/core';
import { usdText } from '../../services/alerts/wording/amounts.ts';

function grouped(count: bigint): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

function unitsText(thousandths: bigint): string {
  const fraction = (thousandths % 1_000n).toString().padStart(3, '0').replace(/0+$/, '');
  return `${grouped(thousandths / 1_000n)}${fraction === '' ? '' : `.${fraction}`} units`;
}

function amountOf(part: NormPart, amount: bigint): string {
  if (part === 'cost') return usdText(amount);
  if (part === 'price') return `${usdText(amount)} per 1,000 tokens`;
  return part === 'units' ? unitsText(amount) : `${grouped(amount)} tokens`;
}

const sentences: { readonly [kind in Cause['kind']]: string } = {
  context_grew: 'the context grew',
  output_grew: 'the output grew',
  cache_lost: 'the prompt was not read from the cache',
  dearer_model: 'a dearer model',
  price_rose: 'the same for a higher price',
  tool_units: 'more units of the tool',
  new_tool: 'a tool that it did not use before',
  stated_cost: 'the cost was stated, and says nothing of itself',
};

/** "the context grew: 96,000 tokens, usually 1,930 tokens". */
export function causeText({ kind, part, seen, usual }: Cause): string {
  if (part === 'cost' || usual === null) return sentences[kind];
  return `${sentences[kind]}: ${amountOf(part, seen)}, usually ${amountOf(part, usual)}`;
}

/** How many times the norm, to a tenth and never rounded up: "12.3"; undefined where the norm is nothing. */
export function factorText(seen: bigint, norm: bigint): string | undefined {
  if (norm <= 0n) return undefined;
  const tenths = (seen * 10n) / norm;
  return tenths % 10n === 0n ? String(tenths / 10n) : `${tenths / 10n}.${tenths % 10n}`;
}
