import type { Evidence, OrgEvidence } from './evidence.ts';

const foreign = `
  SELECT 'usage ' || id AS what, agent, workflow, connection, team FROM usage_records WHERE org_id = $1
   UNION ALL SELECT 'reservation ' || id, agent, workflow, connection, team FROM reservations WHERE org_id = $1
   UNION ALL SELECT kind || ' ' || id, CASE WHEN kind = 'agent' THEN id END, NULL, NULL, NULL FROM registry WHERE org_id = $1
   UNION ALL SELECT 'alert ' || id, agent, NULL, NULL, team FROM alerts WHERE org_id = $1`;

/** Every label begins with its org's name: a row of another org would be seen. */
export async function checkApart({ pool }: Evidence, { index, book, find }: OrgEvidence): Promise<void> {
  const { rows } = await pool.query<Record<string, string | null>>(foreign, [book.id]);
  for (const { what, ...labels } of rows) {
    for (const label of Object.values(labels)) {
      // The connection of the gateway has the same name in every org.
      if (label !== null && label !== 'openai' && !label.startsWith(`o${index}-`)) find(`${what} is ${label}'s`);
    }
  }
}
