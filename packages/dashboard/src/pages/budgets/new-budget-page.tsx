import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { fieldProblems } from '../../api/field-problems.ts';
import { usePermitted } from '../../api/permitted.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Forbidden } from '../../components/states.tsx';
import { useToast } from '../../components/toasts.tsx';
import { otherProblem, useSaving } from '../../components/use-saving.ts';
import { BeforeFields, FirmnessFields, FormFoot, MuchFields, NameFields, WhoFields } from './budget-form.tsx';
import { budgetsKey } from './budgets.ts';
import { bodyOf, type Draft, emptyDraft } from './draft.ts';
import styles from './budget-form.module.css';
import page from './budgets-page.module.css';
import { usePreview } from './preview.ts';
import { PreviewPanel } from './preview-panel.tsx';

/** Why there is nothing to replay yet. */
export function missingFor({ limit, unit }: Draft): string | null {
  if (unit === 'concurrent') return 'What was open at the same moment is not on record: such a limit cannot be tried.';
  return limit.trim() === '' ? 'Give a limit, and see what it would have refused in the last 30 days.' : null;
}

/** A budget is written in sentences; beside it stands what it would have done. */
export function NewBudgetPage() {
  const [draft, setDraft] = useState(emptyDraft);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tell } = useToast();
  const missing = missingFor(draft);
  const preview = usePreview(missing === null ? bodyOf(draft) : null);
  const saving = useSaving(async () => {
    const made = await call('POST /v1/budgets', { body: bodyOf(draft) });
    await queries.invalidateQueries({ queryKey: budgetsKey });
    tell(`${made.name} holds from now on.`);
    await navigate({ to: '/budgets/$budget', params: { budget: made.id } });
  });
  const problems = fieldProblems(saving.problem, missing === null ? preview.problem : null);
  const onChange = (next: Partial<Draft>): void => {
    saving.forget();
    setDraft((now) => ({ ...now, ...next }));
  };
  if (!usePermitted('operate')) return <Forbidden what="how budgets are made" />;
  const part = { draft, onChange, problems };
  return (
    <div className={page['page']}>
      <Link to="/budgets" className={page['back'] ?? ''}>
        Budgets
      </Link>
      <PageHeader title="New budget" />
      <div className={styles['columns']}>
        <form className={styles['form']} onSubmit={saving.onSubmit} aria-label="New budget">
          <NameFields {...part} />
          <WhoFields {...part} />
          <MuchFields {...part} isNew />
          <FirmnessFields {...part} />
          <BeforeFields {...part} />
          <FormFoot
            action="Make the budget"
            isBusy={saving.isBusy}
            problem={otherProblem(saving.problem)}
            onCancel={() => void navigate({ to: '/budgets' })}
          />
        </form>
        <PreviewPanel preview={preview} before={null} missing={missing} />
      </div>
    </div>
  );
}
