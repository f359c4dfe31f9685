import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { FilterBar } from './filter-bar.tsx';
import { RecordsView } from './records-view.tsx';
import { RefusalsView } from './refusals-view.tsx';
import { SpendView } from './spend-view.tsx';
import { SwapView } from './swap-view.tsx';
import { useExplore } from './use-explore.ts';

/** Any figure, down to the records that make it. */
export function ExplorePage() {
  const { search, change } = useExplore();
  const { view = 'spend' } = search;
  return (
    <>
      <PageHeader title="Explore">
        <PeriodPicker hasComparison={view === 'spend'} />
      </PageHeader>
      {view === 'swap' ? null : <FilterBar />}
      <Tabs
        label="What to look at"
        value={view}
        onValue={(next) => change({ view: next === 'spend' ? undefined : next })}
        tabs={[
          { value: 'spend', name: 'Spend', content: () => <SpendView /> },
          { value: 'records', name: 'Records', content: () => <RecordsView /> },
          { value: 'refusals', name: 'Refusals', content: () => <RefusalsView /> },
          { value: 'swap', name: 'Model swap', content: () => <SwapView /> },
        ]}
      />
    </>
  );
}
