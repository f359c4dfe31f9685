import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Chip } from '../../components/chip.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { count, utilisationText } from '../../format/count.ts';
import { budgetLine } from './budget-words.ts';
import type { Standing } from './budgets.ts';
import styles from './budget-row.module.css';
import { SubjectList } from './subject-list.tsx';

interface BudgetRowProps {
  readonly standing: Standing;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

function Bar({ standing }: { readonly standing: Standing }) {
  const { nearest, per, thresholds } = standing;
  if (nearest === null) return <small>Nothing is spent in its window yet.</small>;
  const whose = per === 'org' ? '' : ` · ${nearest.subject}`;
  return (
    <>
      <LimitBar limited={nearest} thresholds={thresholds} />
      <small>
        {limitText(nearest)}
        {whose}
      </small>
    </>
  );
}

/** A budget with the subject that is nearest to its limit; opened, with all of them. */
export function BudgetRow({ standing, isOpen, onOpen }: BudgetRowProps) {
  const { id, name, per, nearest, subjects, restrictions, thresholds } = standing;
  const subjectsText = `${count(subjects)} ${per}${subjects === 1 ? '' : 's'}`;
  return (
    <li className={styles['row']}>
      <div className={styles['name']}>
        <Link to="/budgets/$budget" params={{ budget: id }}>
          {name}
        </Link>{' '}
        {restrictions === 0 ? null : <Chip tone="stop">holds {count(restrictions)}</Chip>}
        <br />
        <small>{budgetLine(standing)}</small>
      </div>
      <div className={styles['bar']}>
        <Bar standing={standing} />
      </div>
      <div className={styles['share']}>{nearest === null ? '' : utilisationText(nearest.utilisation)}</div>
      <div className={styles['open']}>
        {per === 'org' || subjects === 0 ? null : (
          <Button
            kind="quiet"
            aria-expanded={isOpen}
            aria-label={`${subjectsText}, counted by ${name}`}
            onClick={() => onOpen(!isOpen)}
          >
            {subjectsText} <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
          </Button>
        )}
      </div>
      {isOpen ? (
        <div className={styles['inside']}>
          <SubjectList {...{ id, per, thresholds }} />
        </div>
      ) : null}
    </li>
  );
}
