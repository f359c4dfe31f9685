import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

test('test databases are apart from one another and can be dropped while connected', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const sql = postgres(first.connection);
  const other = postgres(second.connection);
  await sql`CREATE TABLE only_here (id int)`;
  await expect(other`SELECT * FROM only_here`).rejects.toMatchObject({ code: '42P01' });
  await first.drop();
  await expect(sql`SELECT 1`).rejects.toBeInstanceOf(Error);
  await Promise.all([sql.end({ timeout: 1 }), other.end()]);
  await second.drop();
});
