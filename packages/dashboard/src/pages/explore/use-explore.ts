import { useNavigate, useSearch } from '@tanstack/react-router';
import type { PeriodQuery } from '../../app/period.ts';
import { usePeriod } from '../../app/use-period.ts';
import { changed, filtersOf, type ExploreSearch, type Filters } from './search.ts';

interface Explored {
  readonly search: ExploreSearch;
  readonly filters: Filters;
  readonly period: PeriodQuery;
  readonly timeZone: string;
  readonly isCompared: boolean;
  /** Puts other values into the address; an undefined one is taken out. */
  readonly change: (change: ExploreSearch) => void;
}

/** What the address of Explore says. */
export function useExplore(): Explored {
  const search = useSearch({ from: '/signed-in/explore' });
  const navigate = useNavigate({ from: '/explore' });
  const { query: period, timeZone, isCompared } = usePeriod();
  return {
    search,
    filters: filtersOf(search),
    period,
    timeZone,
    isCompared,
    change: (change) => void navigate({ search: changed(change) }),
  };
}
