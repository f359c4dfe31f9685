import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState, type KeyboardEvent } from 'react';
import { StatusBadge } from '../../components/chip.tsx';
import { Money } from '../../components/money.tsx';
import { lineUp, type Branch } from './branches.ts';
import styles from './run-tree.module.css';
import type { Tree } from './runs.ts';

interface RowProps {
  readonly branch: Branch;
  readonly isHere: boolean;
  readonly isOpen: boolean;
  readonly isCurrent: boolean;
  readonly onToggle: () => void;
  readonly onFocus: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function Row({ branch: { run, depth, hasChildren }, isHere, isOpen, isCurrent, onToggle, onFocus, onKey }: RowProps) {
  const twist = isOpen ? '▾' : '▸';
  return (
    <li
      role="treeitem"
      aria-level={depth + 1}
      aria-current={isHere ? 'page' : undefined}
      aria-selected={isCurrent}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isCurrent ? 0 : -1}
      className={styles['row']}
      data-run={run.id}
      onFocus={onFocus}
      onKeyDown={onKey}
    >
      <span className={styles['name']} style={{ paddingLeft: depth * 18 }}>
        <span className={styles['twist']} aria-hidden="true" onClick={onToggle}>
          {hasChildren ? twist : ''}
        </span>
        <span>
          {isHere ? (
            <strong>{run.id}</strong>
          ) : (
            <Link to="/runs/$id" params={{ id: run.id }} tabIndex={-1}>
              {run.id}
            </Link>
          )}{' '}
          <small>{run.agent}</small>
        </span>
      </span>
      <span>
        <StatusBadge status={run.status} />
      </span>
      <span className={styles['figure']}>
        <Money usd={run.own_spent_usd} />
      </span>
      <span className={styles['figure']}>
        <Money usd={run.spent_usd} />
      </span>
    </li>
  );
}

/** Where the arrow keys lead, as in every tree. */
function moved(key: string, at: number, rows: readonly Branch[]): number | null {
  const last = rows.length - 1;
  const row = rows[at];
  if (key === 'ArrowDown') return Math.min(at + 1, last);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowLeft' && row !== undefined) return rows.findIndex(({ run }) => run.id === row.run.parent_run);
  if (key === 'ArrowRight' && rows[at + 1]?.run.parent_run === row?.run.id) return at + 1;
  return null;
}

/** A run and all below it; arrow keys go through it, left and right close and open. */
export function RunTree({ tree }: { readonly tree: Tree }) {
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(tree.id);
  const rows = lineUp(tree, closed);
  const toggle = (id: string, isOpen: boolean): void => {
    const next = new Set(closed);
    if (isOpen) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  const onKey = (event: KeyboardEvent, at: number): void => {
    const row = rows[at];
    if (row === undefined) return;
    const { id } = row.run;
    const isOpen = !closed.has(id);
    if (event.key === 'Enter') void navigate({ to: '/runs/$id', params: { id } });
    else if (event.key === 'ArrowRight' && row.hasChildren && !isOpen) toggle(id, true);
    else if (event.key === 'ArrowLeft' && row.hasChildren && isOpen) toggle(id, false);
    else {
      const place = moved(event.key, at, rows);
      const next = place === null ? undefined : rows[place];
      if (place === null) return;
      event.preventDefault();
      if (next !== undefined) list.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[place]?.focus();
      return;
    }
    event.preventDefault();
  };
  return (
    <div className={styles['tree']}>
      <div className={styles['head']} aria-hidden="true">
        <span>Run</span>
        <span>Status</span>
        <span>Own</span>
        <span>With sub-runs</span>
      </div>
      <ul ref={list} role="tree" aria-label="The run and its sub-runs">
        {rows.map((branch, at) => (
          <Row
            key={branch.run.id}
            branch={branch}
            isHere={branch.run.id === tree.id}
            isOpen={!closed.has(branch.run.id)}
            isCurrent={branch.run.id === current}
            onToggle={() => toggle(branch.run.id, closed.has(branch.run.id))}
            onFocus={() => setCurrent(branch.run.id)}
            onKey={(event) => onKey(event, at)}
          />
        ))}
      </ul>
      {tree.truncated ? <p>It has more sub-runs than can be shown: open one of them to see what is below it.</p> : null}
    </div>
  );
}
