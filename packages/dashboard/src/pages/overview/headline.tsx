import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Money } from '../../components/money.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { count, percent } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { shareOf } from '../../format/share.ts';
import { date } from '../../format/time.ts';
import styles from './headline.module.css';
import {
  creditsQuery,
  projectionQuery,
  seriesQuery,
  type Credits,
  type Overview,
  type Projection,
} from './overview.ts';

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  /** What stands below: a line or two. */
  readonly notes: readonly ReactNode[];
  readonly beside?: ReactNode;
  /** Where what is behind the figure is seen. */
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

function Figure({ name, value, notes, beside, to, search = {} }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles['value']}>
        <Link to={to} search={(kept: object) => ({ ...kept, ...search })}>
          {value}
        </Link>
        {beside}
      </dd>
      {notes.map((note, index) => (
        // A line keeps its place, so that nothing moves when its figure changes.
        <dd key={index} className={styles['note']}>
          {note}
        </dd>
      ))}
    </div>
  );
}

function change({ cost_usd: now, previous }: Overview): string {
  if (previous === undefined || previous.cost_usd === '0') return 'nothing in the period before';
  const grown = shareOf(now, previous.cost_usd) - 1;
  return `${grown < 0 ? '−' : '+'}${percent(Math.abs(grown))} on ${money(previous.cost_usd)} before`;
}

function Spend({ overview }: { readonly overview: Overview }) {
  const { query, isCompared } = usePeriod();
  const { data: series } = useQuery(seriesQuery(query, 'day'));
  const { cost_usd: spent, estimated_usd: estimated } = overview;
  const values = series?.data.map(({ cost_usd: usd }) => usd) ?? [];
  return (
    <Figure
      name="Spend"
      to="/explore"
      value={<Money usd={spent} isEstimated={estimated !== '0' && estimated === spent} />}
      beside={values.length > 1 ? <Sparkline values={values} label="Spend of each day" /> : null}
      notes={[isCompared ? change(overview) : '\u00a0', `${count(overview.requests)} requests`]}
    />
  );
}

function errorNote({ past_error: { forecast } }: Projection): string {
  const error = forecast.same_day ?? forecast.all_days;
  return error === null ? 'past error not known yet' : `past error ${error.median_percent} %`;
}

function MonthEnd({ projection }: { readonly projection: Projection }) {
  const { month_end_usd: end, low_usd: low, high_usd: high } = projection.forecast;
  const between = low === null || high === null ? 'too early for bounds' : `${money(low)} – ${money(high)}`;
  return (
    <Figure
      name="Month end, likely"
      to="/explore"
      search={{ period: 'month' }}
      value={<Money usd={end} />}
      notes={[between, errorNote(projection)]}
    />
  );
}

function runway({ runway_days: days, burn_per_day_usd: burn }: Credits): string {
  if (burn === null) return 'pace not known yet';
  if (days === null) return 'nothing is burned';
  return `≈ ${Math.floor(days)} days at ${money(burn)} a day`;
}

function CreditLeft({ credits, timeZone }: { readonly credits: Credits; readonly timeZone: string }) {
  const { next_expiry: expiry } = credits;
  const next = expiry === null ? 'nothing expires' : `${money(expiry.amount_usd)} expires ${date(expiry.at, timeZone)}`;
  return (
    <Figure
      name={credits.frozen ? 'Credit left, frozen' : 'Credit left'}
      to="/credits"
      value={<Money usd={credits.balance_usd} />}
      notes={[runway(credits), next]}
    />
  );
}

/** The figures that everybody looks at first, each a way to what is behind it. */
export function Headline({ overview }: { readonly overview: Overview }) {
  const { timeZone } = usePeriod();
  const maySeeCredits = usePermitted('credits');
  const { data: projection } = useQuery(projectionQuery(timeZone));
  const { data: credits } = useQuery({ ...creditsQuery, enabled: maySeeCredits });
  const { refused, refused_usd: heldOff, open_reservations: open, reserved_usd: reserved } = overview;
  return (
    <dl className={styles['figures']}>
      <Spend overview={overview} />
      {projection === undefined ? (
        <Figure name="Month end, likely" to="/explore" value={'\u00a0'} notes={['\u00a0', '\u00a0']} />
      ) : (
        <MonthEnd projection={projection} />
      )}
      {credits === undefined || credits.mode === 'postpaid' ? null : (
        <CreditLeft credits={credits} timeZone={timeZone} />
      )}
      <Figure
        name="Refused"
        to="/explore"
        search={{ view: 'refusals' }}
        value={`${count(refused)} ${refused === 1 ? 'call' : 'calls'}`}
        notes={[`${money(heldOff)} held off`, '\u00a0']}
      />
      <Figure
        name="Reserved now"
        to="/runs"
        value={<Money usd={reserved} />}
        notes={[`${count(open)} ${open === 1 ? 'call' : 'calls'} under way`, '\u00a0']}
      />
    </dl>
  );
}
