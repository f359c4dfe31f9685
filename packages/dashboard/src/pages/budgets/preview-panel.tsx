import type { ReactNode } from 'react';
import { BarList } from '../../components/bar-list.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { count, percent } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { dateTime } from '../../format/time.ts';
import { limitOf } from './budget-words.ts';
import type { BacktestedBudget } from './budgets.ts';
import type { Preview } from './preview.ts';
import styles from './budget-form.module.css';
import { RefusedDays } from './refused-days.tsx';
import { Subject } from './subject-list.tsx';

function calls(number: number): string {
  return `${count(number)} ${number === 1 ? 'call' : 'calls'}`;
}

function tasks(number: number): string {
  return `${count(number)} completed ${number === 1 ? 'task' : 'tasks'}`;
}

interface SentenceProps {
  readonly tested: BacktestedBudget;
  readonly before: BacktestedBudget | undefined;
}

/** The whole of it, in words. */
function Sentence({ tested, before }: SentenceProps) {
  const { refused_calls: refused, saved_usd: saved, tasks_lost: lost, first_refused_at: first, timezone } = tested;
  const instead = before === undefined ? '' : ` instead of ${calls(before.refused_calls)}`;
  if (refused === 0)
    return (
      <p className={styles['said']}>
        In the last 30 days it would have refused <strong>nothing</strong>
        {instead}.
      </p>
    );
  return (
    <p className={styles['said']}>
      In the last 30 days it would have refused <strong>{calls(refused)}</strong>
      {instead}, {money(saved)} in all{first === null ? '' : `, the first on ${dateTime(first, timezone)}`}.{' '}
      <strong>{tasks(lost)}</strong> would have been lost.
    </p>
  );
}

/** The budget as it is beside what it is edited to. */
function BesideBefore({ tested, before }: { readonly tested: BacktestedBudget; readonly before: BacktestedBudget }) {
  const rows = [
    { name: 'Limit', show: (one: BacktestedBudget) => limitOf(one) },
    { name: 'Refused', show: (one: BacktestedBudget) => calls(one.refused_calls) },
    { name: 'Held off', show: (one: BacktestedBudget) => money(one.saved_usd) },
    { name: 'Completed tasks lost', show: (one: BacktestedBudget) => count(one.tasks_lost) },
  ];
  return (
    <DataTable
      caption="As it is, and as edited"
      rows={rows}
      keyOf={({ name }) => name}
      empty=""
      columns={[
        { name: 'Last 30 days', cell: ({ name }) => name },
        { name: 'As it is', cell: ({ show }) => show(before), isFigure: true },
        { name: 'Edited', cell: ({ show }) => show(tested), isFigure: true },
      ]}
    />
  );
}

function Peak({ tested: { peak, timezone, per } }: { readonly tested: BacktestedBudget }) {
  if (peak === null) return <p className={styles['quiet']}>Nothing that it counts was used.</p>;
  if (peak.utilisation === null) return null;
  return (
    <p className={styles['quiet']}>
      The most that {per === 'org' ? 'the org' : <Subject per={per} subject={peak.subject} />} came to:{' '}
      {percent(peak.utilisation)} of it, {dateTime(peak.time, timezone)}.
    </p>
  );
}

const shownSubjects = 5;

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles['part']}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function ForWhom({ tested }: { readonly tested: BacktestedBudget }) {
  const { per, by_subject: all, subjects } = tested;
  if (all.length === 0 || per === 'org') return null;
  return (
    <Part title={`For whom: ${count(subjects)} ${per}${subjects === 1 ? '' : 's'}`}>
      <BarList
        rows={all.slice(0, shownSubjects).map((one) => ({
          key: one.subject,
          name: <Subject per={per} subject={one.subject} />,
          value: one.saved_usd,
          figure: `${calls(one.refused_calls)}, ${money(one.saved_usd)}`,
        }))}
      />
    </Part>
  );
}

/** What it would begin with: a budget counts what its window has seen. */
function Now({ tested }: { readonly tested: BacktestedBudget }) {
  const { now, per, enforcement } = tested;
  if (now.subjects === 0) return null;
  const over = enforcement === 'hard' ? 'have nothing left, and would be refused at once' : 'have passed it already';
  return (
    <Part title="What it would count now">
      {now.passed === 0 ? null : (
        <p>
          {count(now.passed)} of {count(now.subjects)} {over}.
        </p>
      )}
      <ul className={styles['counters']}>
        {now.counters.slice(0, shownSubjects).map((counter) => (
          <li key={counter.subject}>
            <span>
              <Subject per={per} subject={counter.subject} />
            </span>
            <LimitBar limited={counter} />
            <small>{limitText(counter)}</small>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <details className={styles['notes']}>
      <summary>What this cannot know</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

interface PanelProps {
  readonly preview: Preview;
  /** The same of the budget as it is, where one is edited. */
  readonly before: Preview | null;
  /** What is missing before anything can be tried. */
  readonly missing: string | null;
}

function State({ preview, missing }: PanelProps) {
  const { isBusy, isOld, problem, stop, again, backtest } = preview;
  if (missing !== null) return <p className={styles['quiet']}>{missing}</p>;
  if (isBusy)
    return (
      <p className={styles['busy']}>
        <span>Replaying the last 30 days …</span>
        <Button kind="quiet" onClick={stop}>
          Stop
        </Button>
      </p>
    );
  if (problem !== null)
    return (
      <p className={styles['busy']} role="alert">
        <span>{problem.status === 400 ? 'There is something to mend before it can be tried.' : problem.detail}</span>
        {problem.status === 400 ? null : <Button onClick={again}>Try again</Button>}
      </p>
    );
  if (backtest !== undefined || isOld) return null;
  return (
    <p className={styles['busy']}>
      <span>Stopped.</span>
      <Button onClick={again}>Try it</Button>
    </p>
  );
}

/** What a budget would have done in the last 30 days, beside the form that it is written in. */
export function PreviewPanel(props: PanelProps) {
  const { preview, before, missing } = props;
  const { backtest, isOld } = preview;
  const old = before?.backtest?.budgets[0];
  const tested = missing === null && preview.problem === null ? backtest?.budgets[0] : undefined;
  return (
    <Card title="What it would have done">
      <State {...props} />
      {backtest === undefined || tested === undefined ? null : (
        <div className={styles['preview']} aria-busy={isOld} data-old={isOld}>
          <Sentence tested={tested} before={old} />
          {old === undefined ? null : <BesideBefore tested={tested} before={old} />}
          {tested.refused_calls === 0 ? null : <RefusedDays tested={tested} from={backtest.from} to={backtest.to} />}
          <Peak tested={tested} />
          <ForWhom tested={tested} />
          <Now tested={tested} />
          <p className={styles['quiet']}>
            Of {calls(backtest.calls)} for {money(backtest.cost_usd)}
            {backtest.unpriced_records === 0 ? '' : `, ${count(backtest.unpriced_records)} records without a price`}.
          </p>
          <Notes notes={backtest.notes} />
        </div>
      )}
    </Card>
  );
}
