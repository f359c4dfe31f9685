import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { type RoleBook, roleName } from './people.ts';
import styles from './role-table.module.css';

/** What each role may do, as the server says: every call is held to the same table. */
export function RoleTable({ book }: { readonly book: RoleBook }) {
  return (
    <Card title="What each role may do">
      <DataTable
        caption="What each role may do"
        rows={book.permissions}
        keyOf={({ permission }) => permission}
        empty="There are no roles."
        columns={[
          { name: 'To', cell: ({ meaning }) => <span className={styles['meaning']}>{meaning}</span> },
          ...book.data.map(({ role, permissions }) => ({
            name: roleName(role),
            cell: ({ permission }: RoleBook['permissions'][number]) =>
              permissions.includes(permission) ? <strong>may</strong> : <span className={styles['quiet']}>no</span>,
          })),
        ]}
      />
    </Card>
  );
}
