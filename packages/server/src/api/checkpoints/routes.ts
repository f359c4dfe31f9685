import { formatUsd } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recordChange } from '../../services/audit/record-change.ts';
import { listCheckpoints } from '../../services/checkpoints/list-checkpoints.ts';
import { type KeptCheckpoint, makeCheckpoint } from '../../services/checkpoints/make-checkpoint.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import { exportLedger } from '../../services/verify/export-ledger.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { sendDownload } from '../exports/download.ts';
import { uuidForm } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';

const tags = ['credits'];

function renderCheckpoint({ id, seq, headHash, balance, timeMs, note }: KeptCheckpoint): Record<string, unknown> {
  return {
    id,
    seq,
    head_hash: headHash.toString('hex'),
    balance_usd: formatUsd(balance),
    time: timeText(timeMs),
    note,
  };
}

/** What lets others check the ledger: signed checkpoints, and the ledger itself as a file. */
export function checkpointRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, noteSigner } = context;

  routes.post(
    '/v1/credits/checkpoints',
    { schema: { tags, summary: "Sign the head of the ledger's chain", body: z.strictObject({}).optional() } },
    async (request, reply) => {
      const { orgId } = request.principal;
      const work = async (org: OrgTransaction): Promise<Rendered> => {
        const checkpoint = await makeCheckpoint(org.tx, orgId, noteSigner, org.nowMs);
        const target = { kind: 'checkpoint', id: checkpoint.id, name: null };
        const after = { seq: checkpoint.seq, head_hash: checkpoint.headHash.toString('hex') };
        await recordChange(org, { action: 'checkpoint.signed', target, before: null, after });
        return rendered(201, renderCheckpoint(checkpoint));
      };
      const change = { orgId, by: changedBy(request), idempotency: idempotencyOf(request), work };
      return sendAnswer(reply, await changeOrg(context.changes, change));
    },
  );

  routes.get(
    '/v1/credits/checkpoints',
    { schema: { tags, summary: 'List signed checkpoints, newest first', querystring: z.strictObject(pageFields) } },
    async ({ principal, query }) => {
      const { limit, cursor } = query;
      const rows = await listCheckpoints(pool, principal.orgId, decodeCursor(cursor, uuidForm), limit + 1);
      return pageOf(rows, limit, ({ id }) => id, renderCheckpoint);
    },
  );

  routes.get(
    '/v1/credits/ledger/export',
    { schema: { tags, summary: 'The ledger as a file that can be verified offline', querystring: z.strictObject({}) } },
    (request, reply) => {
      const { orgId } = request.principal;
      const nowMs = context.nowMs();
      return sendDownload(request, reply, {
        fileName: `cofferdam-ledger-${timeText(nowMs).slice(0, 10)}.ndjson`,
        contentType: 'application/x-ndjson; charset=utf-8',
        decidedBy: ['ledger', orgId, context.newId()],
        parts: () => exportLedger(pool, orgId, nowMs),
      });
    },
  );

  routes.get(
    '/.well-known/cofferdam-checkpoint-key',
    { config: { open: true }, schema: { tags, summary: 'The public key of checkpoints' } },
    (_request, reply) => reply.header('content-type', 'text/plain; charset=utf-8').send(`${noteSigner.verifierKey}\n`),
  );
}
