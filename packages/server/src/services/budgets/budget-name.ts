import { fail } from '../../errors/problem.ts';
import type { Transaction } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** Under the lane nobody else can take a name in between. Raises `name_taken`. */
export async function requireFreeName(
  tx: Transaction,
  orgId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>({ ...statements.findByName, values: [orgId, name] });
  const taken = rows[0];
  if (taken !== undefined && taken.id !== ownId) {
    fail('name_taken', `there is a budget named ${name} already`, { field: 'name', budget: taken.id });
  }
}
