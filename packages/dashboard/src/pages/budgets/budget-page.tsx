import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Loaded } from '../../components/states.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useToast } from '../../components/toasts.tsx';
import { BudgetTermsList } from './budget-terms-list.tsx';
import { limitOf, whoText } from './budget-words.ts';
import { type Budget, budgetQuery, budgetsKey } from './budgets.ts';
import type { BudgetSearch, BudgetTab } from './budgets-search.ts';
import { AlertsOf, ChangesOf, PastWindows, RefusalsOf } from './budget-tabs.tsx';
import styles from './budgets-page.module.css';
import { RestrictionsHeld } from './restrictions-held.tsx';
import { SubjectList } from './subject-list.tsx';

interface DeleteProps {
  readonly budget: Budget;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function DeleteBudget({ budget, isOpen, onClose }: DeleteProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tell } = useToast();
  const remove = async (): Promise<void> => {
    await call('DELETE /v1/budgets/{id}', { path: { id: budget.id } });
    tell(`${budget.name} is deleted.`);
    await navigate({ to: '/budgets' });
    await queries.invalidateQueries({ queryKey: budgetsKey });
  };
  const holds = budget.enforcement === 'hard' ? 'From the next call on nothing holds' : 'Nobody is told any more when';
  const rest = budget.enforcement === 'hard' ? `to ${limitOf(budget)}` : `comes near ${limitOf(budget)}`;
  return (
    <ConfirmDialog
      title={`Delete ${budget.name}?`}
      action="Delete the budget"
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={remove}
    >
      {holds} {whoText(budget)} {rest}; other budgets still hold. What it throttles, pauses or blocks is let go, and
      what it has counted is gone. Its alerts stay.
    </ConfirmDialog>
  );
}

interface TabsProps {
  readonly budget: Budget;
  readonly search: BudgetSearch;
  readonly onSearch: (search: BudgetSearch) => void;
}

function BudgetTabs({ budget, search, onSearch }: TabsProps) {
  const { timeZone } = usePeriod();
  const mayReadAudit = usePermitted('read_audit');
  const { id, per, thresholds } = budget;
  const now = () => (
    <Card title="In the window that is open">
      <SubjectList {...{ id, per, thresholds }} pageLength={50} />
    </Card>
  );
  return (
    <Tabs<BudgetTab>
      label="About this budget"
      value={search.tab ?? 'now'}
      onValue={(tab) => onSearch({ tab: tab === 'now' ? undefined : tab })}
      tabs={[
        { value: 'now', name: 'Now', content: now },
        {
          value: 'past',
          name: 'Past windows',
          content: () => (
            <PastWindows budget={budget} subject={search.subject} onSubject={(subject) => onSearch({ subject })} />
          ),
        },
        { value: 'refusals', name: 'Refusals', content: () => <RefusalsOf budget={budget} timeZone={timeZone} /> },
        { value: 'alerts', name: 'Alerts', content: () => <AlertsOf budget={budget} timeZone={timeZone} /> },
        ...(mayReadAudit
          ? [
              {
                value: 'changes' as const,
                name: 'Changes',
                content: () => <ChangesOf budget={budget} timeZone={timeZone} />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** One budget: what it says, where it stands, and what it did. */
export function BudgetPage() {
  const { budget: id } = useParams({ from: '/signed-in/budgets/$budget' });
  const search = useSearch({ from: '/signed-in/budgets/$budget' });
  const navigate = useNavigate({ from: '/budgets/$budget' });
  const mayOperate = usePermitted('operate');
  const query = useQuery(budgetQuery(id));
  const onSearch = (next: BudgetSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <Loaded query={query} height={320}>
      {(budget) => (
        <div className={styles['page']}>
          <Link to="/budgets" className={styles['back'] ?? ''}>
            Budgets
          </Link>
          <PageHeader title={budget.name}>
            {mayOperate ? (
              <div className={styles['actions']}>
                <ButtonLink to="/budgets/$budget/edit" params={{ budget: id }}>
                  Edit
                </ButtonLink>
                <Button kind="danger" onClick={() => onSearch({ dialog: 'delete' })}>
                  Delete
                </Button>
              </div>
            ) : null}
          </PageHeader>
          <BudgetTermsList budget={budget} />
          <RestrictionsHeld budget={id} />
          <BudgetTabs budget={budget} search={search} onSearch={onSearch} />
          <DeleteBudget
            budget={budget}
            isOpen={mayOperate && search.dialog === 'delete'}
            onClose={() => onSearch({ dialog: undefined })}
          />
        </div>
      )}
    </Loaded>
  );
}
