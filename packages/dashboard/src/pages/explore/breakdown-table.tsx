import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { changeShort } from '../../format/change.ts';
import { count, percent } from '../../format/count.ts';
import { rowKey } from './breakdown-bars.tsx';
import type { Breakdown, BreakdownRow } from './explore.ts';
import { RowLabel } from './row-label.tsx';
import { changed, dimensionsOf, type Dimension } from './search.ts';
import { useExplore } from './use-explore.ts';

/** All rows that the limit left out, as one: it has no labels, and no records of its own to be shown. */
type Other = NonNullable<Breakdown['other']>;
type Row = BreakdownRow | Other;

function isOther(row: Row): row is Other {
  return 'groups' in row;
}

function titleOf(dimension: Dimension): string {
  return dimension.charAt(0).toUpperCase() + dimension.slice(1);
}

function labelColumns(by: readonly Dimension[]): Column<Row>[] {
  return by.map((dimension, index) => ({
    name: titleOf(dimension),
    ...(index === 0 ? { sort: 'name' } : {}),
    isExtra: index > 0,
    cell: (row) => {
      if (!isOther(row)) return <RowLabel dimension={dimension} value={row[dimension]} />;
      return index === 0 ? `${row.groups} others` : null;
    },
  }));
}

function CostCell({ row, by }: { readonly row: Row; readonly by: readonly Dimension[] }) {
  const { cost_usd: usd, estimated_usd: estimated } = row;
  const amount = <Money usd={usd} isEstimated={estimated !== '0'} />;
  if (isOther(row)) return amount;
  const only = Object.fromEntries(by.map((dimension) => [dimension, row[dimension] ?? '']));
  return (
    <Link to="/explore" search={changed({ ...only, view: 'records' })} title="The records of it">
      {amount}
    </Link>
  );
}

interface Figure {
  readonly name: string;
  readonly sort: string;
  readonly of: (row: Row | Breakdown['totals']) => ReactNode;
}

const change: Figure = { name: 'Change', sort: 'change', of: (row) => changeShort(row.change) };
const before: Figure = {
  name: 'Before',
  sort: 'previous',
  of: ({ previous }) => (previous === undefined ? '' : <Money usd={previous.cost_usd} />),
};
const figures: readonly Figure[] = [
  { name: 'Requests', sort: 'requests', of: (row) => count(row.requests) },
  { name: 'Tokens', sort: 'tokens', of: (row) => count(row.tokens) },
  {
    name: 'Per request',
    sort: 'cost_per_request',
    of: ({ cost_per_request_usd: each }) => (each === null ? '–' : <Money usd={each} />),
  },
];

/** The rows with everything that is known of each, and totals that are the headline. */
export function BreakdownTable({ breakdown: { data, other, totals } }: { readonly breakdown: Breakdown }) {
  const { search, isCompared, change: setSearch } = useExplore();
  const by = dimensionsOf(search);
  const compared = isCompared ? [change, before] : [];
  const money: Column<Row>[] = [
    {
      name: 'Spend',
      sort: 'cost',
      isFigure: true,
      cell: (row) => <CostCell row={row} by={by} />,
      total: <Money usd={totals.cost_usd} />,
    },
    {
      name: 'Share',
      isFigure: true,
      cell: ({ share }) => (share === null ? '–' : percent(share)),
      total: totals.share === null ? '–' : percent(totals.share),
    },
  ];
  const rest = [...compared, ...figures].map(({ name, sort, of }): Column<Row> => ({
    name,
    sort,
    isFigure: true,
    isExtra: true,
    cell: of,
    total: of(totals),
  }));
  return (
    <DataTable<Row>
      caption={`Spend by ${by.join(' and ')}`}
      columns={[...labelColumns(by), ...money, ...rest]}
      rows={other === null ? data : [...data, other]}
      keyOf={(row) => (isOther(row) ? 'other' : rowKey(row, by))}
      sort={search.sort ?? '-cost'}
      onSort={(sort) => setSearch({ sort: sort === '-cost' ? undefined : sort })}
      empty="Nothing was used in this period, or nothing that the filters let through."
    />
  );
}
