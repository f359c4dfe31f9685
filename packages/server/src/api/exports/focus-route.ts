import { fail, invalidField } from '../../errors/problem.ts';
import { type FocusColumn, focusColumns, isFigure } from '../../services/exports/focus/columns.ts';
import { type BillingAccount, focusRow, type FocusRow } from '../../services/exports/focus/focus-row.ts';
import { loadPriceSources } from '../../services/exports/focus/price-sources.ts';
import { type ChargesSearch, readCharges } from '../../services/exports/focus/read-charges.ts';
import { findOrgName } from '../../services/orgs/find-org-name.ts';
import { currentSeq } from '../../services/exports/usage-pages.ts';
import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import type { ApiContext } from '../context.ts';
import { timeText } from '../render.ts';
import { type CsvColumn, csvHead, csvLine } from './csv.ts';
import type { Download } from './download.ts';
import { fileNameOf } from './file-name.ts';
import type { FocusExportQuery } from './schemas.ts';

const csvColumns = focusColumns.map((name: FocusColumn): CsvColumn<FocusRow> => ({
  name,
  isFigure: isFigure(name),
  get: (row) => row[name],
}));

const dayLengthMs = 86_400_000;

/** Without a period it is the month that is going on, up to the end of today. */
function periodOf({ from, to }: FocusExportQuery, nowMs: number): { fromMs: number; toMs: number } {
  const now = new Date(nowMs);
  const fromMs = from ?? Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const toMs = to ?? Math.max(fromMs, Math.floor(nowMs / dayLengthMs) * dayLengthMs) + dayLengthMs;
  if (fromMs >= toMs) invalidField('from', `must be before to, ${timeText(toMs)}`);
  return { fromMs, toMs };
}

async function* rowParts(
  { pool, book }: ApiContext,
  search: ChargesSearch,
  account: BillingAccount,
): AsyncGenerator<string> {
  yield csvHead(csvColumns);
  const sourcesOf = await loadPriceSources(pool, search.orgId, book);
  for await (const charges of readCharges(pool, search, sourcesOf))
    yield charges.map((charge) => csvLine(csvColumns, focusRow(charge, account, focusColumns))).join('');
}

/** What an org was charged, as FOCUS has it: of the whole org, for keys that are bound to no agent. */
export async function focusDownload(
  context: ApiContext,
  principal: Principal,
  query: FocusExportQuery,
): Promise<Download> {
  if (confinedTo(principal) !== null)
    fail('forbidden', 'this key is bound to one agent; this export is of the whole org');
  const { orgId } = principal;
  const { pool } = context;
  const throughSeq = await currentSeq(pool, orgId);
  const account = { id: orgId, name: await findOrgName(pool, orgId) };
  const search = { orgId, throughSeq, tags: query.tags ?? [], ...periodOf(query, context.nowMs()) };
  return {
    fileName: fileNameOf(`focus-${query.version}`, search.fromMs, search.toMs, query.format),
    contentType: 'text/csv; charset=utf-8; header=present',
    decidedBy: [query.version, account.name, context.book.version, JSON.stringify(search)],
    parts: () => rowParts(context, search, account),
  };
}
