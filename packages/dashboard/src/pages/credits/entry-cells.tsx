import { Link } from '@tanstack/react-router';
import { Chip } from '../../components/chip.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import styles from './credits-page.module.css';
import { type Entry, kindNames } from './credits.ts';

/** Ids that a person takes elsewhere: to the API, the command line, or a ticket. */
function Details({ entry, timeZone }: { readonly entry: Entry; readonly timeZone: string }) {
  const copied = (id: string | null, what: string) => (id === null ? null : <CopyText text={id} what={what} />);
  return (
    <details className={styles['details']}>
      <summary>Details</summary>
      <Facts
        facts={[
          ['Time', <Time key="time" time={entry.time} timeZone={timeZone} />],
          ['Seq', entry.seq],
          ['Entry', copied(entry.id, 'the entry')],
          ['Usage record', copied(entry.usage_record, 'the usage record')],
          ['Reservation', copied(entry.reservation, 'the reservation')],
        ]}
      />
    </details>
  );
}

function Model({ entry: { provider, model } }: { readonly entry: Entry }) {
  if (model === null) return null;
  return <EntityLink kind="model" id={provider === null ? model : `${provider}/${model}`} />;
}

interface EntryCauseProps {
  readonly entry: Entry;
  readonly timeZone: string;
}

/** What an entry is, and what brought it about. */
export function EntryCause({ entry, timeZone }: EntryCauseProps) {
  const { kind, agent, run, payment, reference, reason } = entry;
  return (
    <div className={styles['source']}>
      <Chip tone={kind === 'charge' ? 'quiet' : 'accent'}>{kindNames[kind]}</Chip>
      {agent === null ? null : <EntityLink kind="agent" id={agent} />}
      <Model entry={entry} />
      {run === null ? null : (
        <EntityLink kind="run" id={run}>
          run {run}
        </EntityLink>
      )}
      {payment === null ? null : (
        <Link to="/credits/payments/$payment" params={{ payment }}>
          payment
        </Link>
      )}
      {reference === null ? null : <span>{reference}</span>}
      {reason === null ? null : <span className={styles['quiet']}>{reason}</span>}
      <Details entry={entry} timeZone={timeZone} />
    </div>
  );
}

interface DrawnFromProps {
  readonly entry: Entry;
  readonly onLot: (lot: string) => void;
}

/** What an entry took from each lot, or gave back to it. */
export function DrawnFrom({ entry, onLot }: DrawnFromProps) {
  return entry.lots.map(({ lot, source, reference, amount_usd: amount }) => (
    <div key={lot}>
      {money(amount)} {amount.startsWith('-') ? 'to' : 'of'}{' '}
      <button type="button" className={styles['lot']} title="What this lot was used for" onClick={() => onLot(lot)}>
        {source} {reference ?? lot.slice(0, 8)}
      </button>
    </div>
  ));
}
