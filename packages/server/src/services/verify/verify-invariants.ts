import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import type { Difference } from './difference.ts';

interface NamedStatement {
  readonly name: string;
  readonly sql: string;
}

/** The statements of invariants.sql, by the names that it gives them. The file is for psql too: each ends in a semicolon. */
function invariantStatements(): NamedStatement[] {
  const [, ...parts] = sqlFile('invariants.sql').text.split(/^-- name: /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return {
      name: part.slice(0, end).trim(),
      sql: part
        .slice(end + 1)
        .trim()
        .replace(/;$/, ''),
    };
  });
}

/** Enough to see what is wrong; a broken database may have a difference for every row. */
const maxDifferences = 1_000;

/** Recomputes every figure from the rows behind it, in SQL. */
export async function verifyInvariants(tx: Transaction): Promise<{ checked: string[]; differences: Difference[] }> {
  const differences: Difference[] = [];
  const checked: string[] = [];
  for (const { name, sql } of invariantStatements()) {
    const { rows } = await tx.query<Omit<Difference, 'kind'>>(`${sql} LIMIT ${maxDifferences}`);
    differences.push(...rows.map((row) => ({ kind: name, ...row })));
    checked.push(name);
  }
  return { checked, differences };
}
