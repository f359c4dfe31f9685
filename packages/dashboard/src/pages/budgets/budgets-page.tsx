import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { BudgetFilters } from './budget-filters.tsx';
import { BudgetRow } from './budget-row.tsx';
import styles from './budget-row.module.css';
import { type StandingQuery, standingsQuery } from './budgets.ts';
import type { BudgetsSearch } from './budgets-search.ts';
import { RestrictionsHeld } from './restrictions-held.tsx';
import page from './budgets-page.module.css';

function queryOf({ near, restricted, open: _open, ...search }: BudgetsSearch): StandingQuery {
  return {
    limit: 100,
    ...Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)),
    ...(near === undefined ? {} : { near: Number(near) }),
    ...(restricted === undefined ? {} : { restricted: 'true' }),
  };
}

function isFiltered({ sort: _sort, open: _open, ...filters }: BudgetsSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

function Nothing({ search }: { readonly search: BudgetsSearch }) {
  const mayOperate = usePermitted('operate');
  if (isFiltered(search))
    return (
      <EmptyState title="No budget fits these filters.">
        <Link to="/budgets">Show all</Link>
      </EmptyState>
    );
  const make = mayOperate ? (
    <ButtonLink kind="main" to="/budgets/new">
      Make a budget
    </ButtonLink>
  ) : undefined;
  return (
    <EmptyState title="There is no budget yet." action={make}>
      A budget holds the spend of the org, of each agent, team or run to a limit, before work is dispatched.
    </EmptyState>
  );
}

/** Every budget with where it stands; it follows what happens by itself. */
export function BudgetsPage() {
  const search = useSearch({ from: '/signed-in/budgets' });
  const navigate = useNavigate({ from: '/budgets' });
  const mayOperate = usePermitted('operate');
  const { query, more } = useList(standingsQuery(queryOf(search)));
  const change = (next: BudgetsSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <div className={page['page']}>
      <PageHeader title="Budgets">
        {mayOperate ? (
          <ButtonLink kind="main" to="/budgets/new">
            New budget
          </ButtonLink>
        ) : null}
      </PageHeader>
      <RestrictionsHeld />
      <BudgetFilters search={search} onChange={change} />
      <Loaded query={query} height={240}>
        {(standings) => {
          if (standings.length === 0) return <Nothing search={search} />;
          return (
            <section className={page['list']} aria-label="All budgets">
              <ul className={styles['list']}>
                {standings.map((standing) => (
                  <BudgetRow
                    key={standing.id}
                    standing={standing}
                    isOpen={search.open === standing.id}
                    onOpen={(isOpen) => change({ open: isOpen ? standing.id : undefined })}
                  />
                ))}
              </ul>
              {more.hasMore ? (
                <Button isBusy={more.isBusy} onClick={more.onMore}>
                  Load more
                </Button>
              ) : null}
            </section>
          );
        }}
      </Loaded>
    </div>
  );
}
