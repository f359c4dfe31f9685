import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePeriod } from '../../app/use-period.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { FirstStepsCard } from '../first-steps/first-steps-card.tsx';
import { BudgetsNear } from './budgets-near.tsx';
import { DailySpend } from './daily-spend.tsx';
import { Headline } from './headline.tsx';
import { NeedsYou } from './needs-you.tsx';
import { overviewQuery, unitQuery } from './overview.ts';
import styles from './overview-page.module.css';
import { UnitFigures } from './unit-figures.tsx';

/** Where the org stands, in one look; it follows what happens by itself. */
export function OverviewPage() {
  const { by = 'agent' } = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate({ from: '/' });
  const { query: period } = usePeriod();
  const query = useQuery(overviewQuery(period));
  const unit = useQuery(unitQuery(period));
  return (
    <>
      <PageHeader title="Overview">
        <PeriodPicker hasComparison />
      </PageHeader>
      <FirstStepsCard />
      <Loaded query={query} height={112}>
        {(overview) => <Headline overview={overview} />}
      </Loaded>
      <div className={styles['columns']}>
        <div className={styles['stack']}>
          <DailySpend by={by} onBy={(next) => void navigate({ search: (kept) => ({ ...kept, by: next }) })} />
          <Loaded query={unit} height={180}>
            {(economics) => <UnitFigures unit={economics} />}
          </Loaded>
        </div>
        <Loaded query={query} height={240}>
          {({ budgets, alerts }) => (
            <div className={styles['stack']}>
              {budgets === null ? null : <BudgetsNear budgets={budgets} />}
              {alerts === null ? null : <NeedsYou alerts={alerts.latest} open={alerts.open} />}
            </div>
          )}
        </Loaded>
      </div>
    </>
  );
}
