import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand right-aligned, so that digits stand under digits. */
  readonly isFigure?: boolean;
  /** Left out on a phone, where three columns matter. */
  readonly isExtra?: boolean;
  /** The name by which the table is sorted by this column, as it stands in the address. */
  readonly sort?: string;
  /** What a row is sorted by, where the table sorts a complete list itself; without it the API sorts. */
  readonly sortBy?: (row: Row) => string | number | null;
  /** In the row of totals, which are the API's. */
  readonly total?: ReactNode;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What stands there while there is nothing. */
  readonly empty: ReactNode;
  /** `cost` ascending, `-cost` descending. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string) => void;
  /** Further pages of a list: whether there are any, and how to ask for the next. */
  readonly more?: { readonly hasMore: boolean; readonly isBusy: boolean; readonly onMore: () => void };
}

function classOf<Row>({ isFigure = false, isExtra = false }: Column<Row>): string {
  return `${isFigure ? styles['figure'] : ''} ${isExtra ? styles['extra'] : ''}`;
}

function compare(one: string | number | null, other: string | number | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));
}

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort = ''): readonly Row[] {
  const isDescending = sort.startsWith('-');
  const sortBy = columns.find((column) => column.sort === sort.replace('-', ''))?.sortBy;
  if (sortBy === undefined) return rows;
  return rows.toSorted((one, other) => compare(sortBy(one), sortBy(other)) * (isDescending ? -1 : 1));
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

const arrows = { ascending: ' ↑', descending: ' ↓', none: '' } as const;

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { name, sort: own, isFigure = false } = column;
  if (own === undefined || onSort === undefined)
    return (
      <th scope="col" className={classOf(column)}>
        {name}
      </th>
    );
  const descending = sort === `-${own}` ? 'descending' : 'none';
  const order = sort === own ? 'ascending' : descending;
  // Figures are asked for from the largest down, names from the first on.
  const first = isFigure ? `-${own}` : own;
  const second = isFigure ? own : `-${own}`;
  return (
    <th scope="col" className={classOf(column)} aria-sort={order}>
      <button type="button" className={styles['sort']} onClick={() => onSort(sort === first ? second : first)}>
        {name}
        <span aria-hidden="true">{arrows[order]}</span>
      </button>
    </th>
  );
}

function Totals<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  if (columns.every(({ total }) => total === undefined)) return null;
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.name} scope="row" className={classOf(column)}>
              {column.total ?? 'Total'}
            </th>
          ) : (
            <td key={column.name} className={classOf(column)}>
              {column.total}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  );
}

/** Rows under a head that stays in sight; sorted as the address says, with the API's totals below. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, keyOf, empty, sort, onSort, more } = props;
  if (rows.length === 0) return <div className={styles['empty']}>{empty}</div>;
  return (
    <>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={caption}>
        <table className={styles['table']}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.name} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(rows, columns, sort).map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => (
                  <td key={column.name} className={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <Totals columns={columns} />
        </table>
      </div>
      {more?.hasMore === true ? (
        <p className={styles['more']}>
          <Button isBusy={more.isBusy} onClick={more.onMore}>
            Load more
          </Button>
        </p>
      ) : null}
    </>
  );
}
