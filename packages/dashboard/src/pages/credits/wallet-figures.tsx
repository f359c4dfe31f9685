import { Button } from '../../components/button.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { Notice } from '../../components/notice.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { fullDate } from '../../format/time.ts';
import type { Credits } from './credits.ts';

function days(count: number): string {
  return count === 1 ? '1 day' : `${count.toLocaleString('en-US')} days`;
}

function Runway({ credits, timeZone }: WalletFiguresProps) {
  const { runway_days: runway, runs_out_at: end, burn_per_day_usd: burn } = credits;
  if (runway === null) {
    const why = burn === null ? 'Known after the first full day of usage' : 'Nothing was used in the last days';
    return <Figure name="Lasts" value="–" note={why} />;
  }
  return (
    <Figure
      name="Lasts"
      value={days(runway)}
      note={end === null ? 'At the pace of the last 7 full days' : `Until ${fullDate(end, timeZone)} at this pace`}
    />
  );
}

interface WalletFiguresProps {
  readonly credits: Credits;
  readonly timeZone: string;
}

/** What there is, what is set aside, and how long it lasts. */
export function WalletFigures({ credits, timeZone }: WalletFiguresProps) {
  const { balance_usd: balance, available_usd: available, reserved_usd: reserved, next_expiry: expiry } = credits;
  const { burn_per_day_usd: burn } = credits;
  return (
    <Figures>
      <Figure name="Balance" value={<Money usd={balance} />} note={credits.mode} />
      <Figure name="Available" value={<Money usd={available} />} note={`${money(reserved)} reserved by open calls`} />
      <Figure
        name="Used a day"
        value={burn === null ? '–' : <Money usd={burn} />}
        note="The mean of the last 7 full days"
      />
      <Runway credits={credits} timeZone={timeZone} />
      <Figure
        name="Next expiry"
        value={expiry === null ? 'none' : <Money usd={expiry.amount_usd} />}
        note={expiry === null ? 'No open lot has an end' : <Time time={expiry.at} timeZone={timeZone} />}
      />
    </Figures>
  );
}

interface FrozenNoticeProps {
  readonly credits: Credits;
  readonly onWriteOff: () => void;
}

/** Why nothing is admitted, and what ends it. */
export function FrozenNotice({ credits, onWriteOff }: FrozenNoticeProps) {
  return (
    <Notice tone="stop" action={<Button onClick={onWriteOff}>Write off the debt</Button>}>
      <strong>A payment is disputed, and nothing is admitted.</strong> The bank took back credit that was already used,
      so the balance is {money(credits.balance_usd)}. Calls go on once it is at zero again: by new credit, by a
      write-off, or when the dispute is won.
    </Notice>
  );
}
