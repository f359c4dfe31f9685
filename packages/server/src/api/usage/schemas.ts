import { z } from 'zod';
import { isImported } from '../../services/imports/import-source.ts';
import { label, labelFields, time, usd } from '../fields.ts';
import { toolFields, usageFields } from './usage-fields.ts';

/** Names a report once within its source. Sources may be URIs, as those of CloudEvents are. */
export const reportName = z
  .string()
  .min(1)
  .max(128, 'must be at most 128 characters')
  .regex(/^[\x21-\x7e]+$/, 'may only have printable characters without blanks');

const spendFields = {
  ...labelFields,
  run: label.optional(),
  parent_run: label.optional(),
  provider: label.optional(),
  model: label.optional(),
  usage: usageFields.optional(),
  cost_usd: usd.optional(),
  tools: z.array(toolFields).max(100).optional(),
};

/** One report of spend that had no reservation. */
export const usageReport = z.strictObject({
  id: reportName,
  source: reportName.refine((name) => !isImported(name), 'may not begin with import/: imports have these'),
  time: time.optional(),
  ...spendFields,
});

/** More at once than any outage leaves behind would make one transaction too long. */
const maxReports = 1_000;

export const usageBody = z.union([usageReport, z.array(usageReport).min(1).max(maxReports)]);

export type UsageReportBody = z.output<typeof usageReport>;
