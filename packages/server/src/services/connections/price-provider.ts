import { invalidField } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { editDistance } from '../edit-distance.ts';

const overriddenSql = 'SELECT 1 FROM price_overrides WHERE org_id = $1 AND provider = $2 LIMIT 1';

const maxNamed = 5;

/** Names that were perhaps meant: parts of it, or few letters away; the nearest first. */
function near(known: readonly string[], id: string): string[] {
  const asked = id.toLowerCase();
  return known
    .map((name) => ({ name, away: asked.includes(name) || name.includes(asked) ? 1 : editDistance(name, asked) }))
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.away - b.away || a.name.localeCompare(b.name))
    .slice(0, maxNamed)
    .map(({ name }) => name);
}

/**
 * A provider whose prices nobody knows would leave every call of the connection unpriced: it is refused before that.
 * Raises `invalid_request`.
 */
export async function requirePriceProvider(
  db: Queryable,
  orgId: string,
  known: readonly string[],
  id: string,
): Promise<void> {
  if (known.includes(id)) return;
  const { rows } = await db.query(overriddenSql, [orgId, id]);
  if (rows.length > 0) return;
  const names = near(known, id);
  const meant = names.length === 0 ? '' : ` (did you mean ${names.join(', ')}?)`;
  invalidField('price_provider', `no prices of "${id}" are known${meant}; set a price override of it first`);
}
