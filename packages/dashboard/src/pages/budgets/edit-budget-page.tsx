import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { fieldProblems } from '../../api/field-problems.ts';
import { usePermitted } from '../../api/permitted.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Forbidden, Loaded } from '../../components/states.tsx';
import { useToast } from '../../components/toasts.tsx';
import { otherProblem, useSaving } from '../../components/use-saving.ts';
import { BeforeFields, FirmnessFields, FormFoot, MuchFields, NameFields } from './budget-form.tsx';
import { budgetLine, limitOf } from './budget-words.ts';
import { type Budget, budgetQuery, budgetsKey } from './budgets.ts';
import { bodyOf, changesOf, type Draft, draftOf } from './draft.ts';
import styles from './budget-form.module.css';
import page from './budgets-page.module.css';
import { missingFor } from './new-budget-page.tsx';
import { usePreview } from './preview.ts';
import { PreviewPanel } from './preview-panel.tsx';

interface EditProps {
  readonly budget: Budget;
  readonly proposed: string | undefined;
}

function EditBudget({ budget, proposed }: EditProps) {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...draftOf(budget),
    ...(proposed === undefined ? {} : { limit: proposed }),
  }));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tell, tellProblem } = useToast();
  const missing = missingFor(draft);
  const preview = usePreview(missing === null ? bodyOf(draft) : null);
  const before = usePreview(missing === null ? bodyOf(draftOf(budget)) : null);
  const back = (): Promise<void> => navigate({ to: '/budgets/$budget', params: { budget: budget.id } });
  const saving = useSaving(async () => {
    const changes = changesOf(draft, budget);
    if (Object.keys(changes).length > 0) {
      const changed = await call('PATCH /v1/budgets/{id}', { path: { id: budget.id }, body: changes });
      await queries.invalidateQueries({ queryKey: budgetsKey });
      const undo = async (): Promise<void> => {
        const former = changesOf(draftOf(budget), changed);
        await call('PATCH /v1/budgets/{id}', { path: { id: budget.id }, body: former }).catch(tellProblem);
        await queries.invalidateQueries({ queryKey: budgetsKey });
      };
      tell(`${changed.name}: ${limitOf(changed)} from now on.`, { name: 'Undo', onUndo: () => void undo() });
    }
    await back();
  });
  const problems = fieldProblems(saving.problem, missing === null ? preview.problem : null);
  const onChange = (next: Partial<Draft>): void => {
    saving.forget();
    setDraft((now) => ({ ...now, ...next }));
  };
  const part = { draft, onChange, problems };
  return (
    <div className={page['page']}>
      <Link to="/budgets/$budget" params={{ budget: budget.id }} className={page['back'] ?? ''}>
        {budget.name}
      </Link>
      <PageHeader title={`Edit ${budget.name}`} />
      <div className={styles['columns']}>
        <form className={styles['form']} onSubmit={saving.onSubmit} aria-label={`Edit ${budget.name}`}>
          <p className={styles['quiet']}>
            Now: {budgetLine(budget)}. Whom it counts, its unit and its window stay: for others, make another budget.
          </p>
          <MuchFields {...part} isNew={false} />
          <FirmnessFields {...part} />
          <BeforeFields {...part} />
          <NameFields {...part} />
          <FormFoot
            action="Save"
            isBusy={saving.isBusy}
            problem={otherProblem(saving.problem)}
            onCancel={() => void back()}
          />
        </form>
        <PreviewPanel preview={preview} before={before} missing={missing} />
      </div>
    </div>
  );
}

/** A budget edited beside what it would have done, as it was and as it will be. */
export function EditBudgetPage() {
  const { budget: id } = useParams({ from: '/signed-in/budgets/$budget/edit' });
  const { limit } = useSearch({ from: '/signed-in/budgets/$budget/edit' });
  const query = useQuery(budgetQuery(id));
  if (!usePermitted('operate')) return <Forbidden what="how budgets are edited" />;
  return (
    <Loaded query={query} height={480}>
      {(budget) => <EditBudget key={budget.id} budget={budget} proposed={limit} />}
    </Loaded>
  );
}
