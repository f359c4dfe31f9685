import { labelForm, labelRule, maxLabelLength } from '@cofferdam/core';
import { z } from 'zod';
import type { ReportDimension } from '../../services/reports/report-dimension.ts';

const mostValues = 100;

/** Labels, comma-separated; an empty one stands for no label. Given several times, all of them count. */
const labels = z
  .union([z.string(), z.array(z.string())])
  .transform((given, context): string[] => {
    const values = [given].flat().flatMap((text) => text.split(','));
    const isLabel = (text: string): boolean => text === '' || (text.length <= maxLabelLength && labelForm.test(text));
    if (values.length <= mostValues && values.every(isLabel)) return [...new Set(values)];
    const message =
      values.length > mostValues
        ? `takes at most ${mostValues} values`
        : `takes labels separated by commas: each ${labelRule}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .optional();

function oneOf(...known: readonly string[]) {
  return labels.refine(
    (values) => values === undefined || values.every((value) => known.includes(value)),
    `must be of ${known.join(', ')}`,
  );
}

/** Filters by every dimension. */
export const filterFields = {
  agent: labels,
  workflow: labels,
  connection: labels,
  user: labels,
  team: labels,
  provider: labels,
  model: labels,
  run: labels,
  type: oneOf('model_call', 'embedding', 'tool', 'cost'),
  outcome: oneOf('exact', 'estimated', 'unpriced', 'correction'),
} satisfies Record<ReportDimension, z.ZodType>;
