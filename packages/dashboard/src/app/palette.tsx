import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { findsOf, findsQuery, type Find } from './palette-finds.ts';
import styles from './palette.module.css';
import type { Place } from './places.ts';

interface PaletteProps {
  readonly open: readonly Place[];
  readonly onClose: () => void;
}

interface FoundProps {
  readonly id: string;
  readonly found: readonly Find[];
  readonly at: number;
  readonly onPlace: (place: number) => void;
  readonly onGo: (find: Find) => void;
}

function Found({ id, found, at, onPlace, onGo }: FoundProps) {
  return (
    <ul id={id} role="listbox" aria-label="Found" className={styles['list']}>
      {found.map((find, index) => (
        <li
          key={`${find.kind} ${find.name}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerMove={() => onPlace(index)}
          onClick={() => onGo(find)}
        >
          <span>{find.name}</span>
          <small>{find.kind}</small>
        </li>
      ))}
    </ul>
  );
}

/** Finds pages, agents, runs, budgets and connections by a part of their names, by keyboard alone. */
export function Palette({ open, onClose }: PaletteProps) {
  const id = useId();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const { data = [] } = useQuery(findsQuery);
  const found = findsOf(typed, open, data);
  const at = Math.min(place, Math.max(found.length - 1, 0));
  const go = (find: Find | undefined): void => {
    if (find === undefined) return;
    onClose();
    void navigate({ to: find.to, search: (kept: object) => ({ ...kept, ...find.search }) });
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setPlace(at === found.length - 1 ? 0 : at + 1),
    ArrowUp: () => setPlace(at === 0 ? found.length - 1 : at - 1),
    Enter: () => go(found[at]),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <Dialog title="Find" isOpen onClose={onClose}>
      <input
        className={styles['input']}
        role="combobox"
        aria-label="A page, an agent, a run, a budget or a connection"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${at}`}
        autoComplete="off"
        autoFocus
        placeholder="A page, an agent, a run, a budget, a connection"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Found id={id} found={found} at={at} onPlace={setPlace} onGo={go} />
      {found.length === 0 ? <p>Nothing of that name.</p> : null}
    </Dialog>
  );
}
