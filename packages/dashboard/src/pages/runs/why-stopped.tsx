import { Card } from '../../components/card.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/count.ts';
import type { RunFound } from './runs.ts';

type Stop = NonNullable<RunFound['stopped_by']>;

function Standing({ stop }: { readonly stop: Stop }) {
  return (
    <div>
      <LimitBar limited={stop} />
      {limitText(stop)}, when it was refused
    </div>
  );
}

/** The budget that refused; the cap of a run is looked at where the run is. */
function Behind({ stop: { code, budget = '', budget_name: name, subject } }: { readonly stop: Stop }) {
  const isCap = code === 'run_cap_exceeded' && subject !== undefined && name?.startsWith('cap of run') === true;
  return (
    <EntityLink kind={isCap ? 'run' : 'budget'} id={isCap ? subject : budget}>
      {name ?? budget}
    </EntityLink>
  );
}

function hasLimit({ limit_usd: usd, limit_tokens: tokens, limit_requests: requests }: Stop): boolean {
  return usd !== undefined || tokens !== undefined || requests !== undefined;
}

/** What brought a run to a halt: the refusal as its caller was told it, with the budget behind it. */
export function WhyStopped({ stop, timeZone }: { readonly stop: Stop; readonly timeZone: string }) {
  const { code, at, last_refused_at: last, refusals, resets_at: resets = null } = stop;
  const nowMs = Date.now();
  return (
    <Card title={`Stopped: ${code.replaceAll('_', ' ')}`}>
      <Facts
        facts={[
          ['Why', stop.detail],
          ['Refused by', stop.budget === undefined ? null : <Behind key="behind" stop={stop} />],
          ['It stood at', hasLimit(stop) ? <Standing key="standing" stop={stop} /> : null],
          ['Since', <Time key="at" time={at} timeZone={timeZone} nowMs={nowMs} />],
          ['Refused', refusals === 0 ? null : `${count(refusals)} ${refusals === 1 ? 'time' : 'times'}`],
          ['Last refused', last === null ? null : <Time key="last" time={last} timeZone={timeZone} nowMs={nowMs} />],
          ['Goes on', resets === null ? null : <Time key="resets" time={resets} timeZone={timeZone} nowMs={nowMs} />],
        ]}
      />
    </Card>
  );
}
