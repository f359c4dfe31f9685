import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { changeShort } from '../../format/change.ts';
import { count } from '../../format/count.ts';
import type { Breakdown } from './explore.ts';
import { changed } from './search.ts';

type Sums = Breakdown['totals'];

/** What of it is not exact, each in its words. */
function marks({ estimated_usd: estimated, unpriced_records: unpriced, late_records: late }: Sums): ReactNode[] {
  return [
    ...(estimated === '0'
      ? []
      : [
          <>
            <Money usd={estimated} /> estimated
          </>,
        ]),
    ...(unpriced === 0 ? [] : [`${count(unpriced)} unpriced`]),
    ...(late === 0 ? [] : [`${count(late)} late`]),
  ];
}

function Marks({ totals }: { readonly totals: Sums }) {
  const said = marks(totals);
  if (said.length === 0) return 'all of them exact';
  return said.map((one, index) => (
    <span key={index}>
      {index === 0 ? '' : ' · '}
      {one}
    </span>
  ));
}

function Before({ totals: { change, previous } }: { readonly totals: Sums }) {
  if (previous === undefined) return 'in the period';
  return (
    <>
      {change === null ? 'nothing' : changeShort(change)} {change === null ? 'in the period before' : 'on '}
      {change === null ? null : <Money usd={previous.cost_usd} />}
    </>
  );
}

/** What all rows come to, the others included. */
export function Totals({ breakdown: { totals } }: { readonly breakdown: Breakdown }) {
  const { cost_per_request_usd: each } = totals;
  return (
    <Figures>
      <Figure name="Spend" value={<Money usd={totals.cost_usd} />} note={<Before totals={totals} />} />
      <Figure name="Requests" value={count(totals.requests)} note={<Marks totals={totals} />} />
      <Figure
        name="Tokens"
        value={count(totals.tokens)}
        note={`${count(totals.input_tokens)} in · ${count(totals.output_tokens)} out`}
      />
      <Figure
        name="Cost per request"
        value={each === null ? '–' : <Money usd={each} />}
        note={
          <Link to="/explore" search={changed({ view: 'records' })}>
            {count(totals.records)} records
          </Link>
        }
      />
    </Figures>
  );
}
