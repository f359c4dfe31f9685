import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './chart-with-table.module.css';

interface ChartWithTableProps {
  readonly chart: ReactNode;
  /** The same figures as a table. */
  readonly table: () => ReactNode;
  /** What the colours stand for. */
  readonly legend?: ReactNode;
}

/** A chart whose figures are a table one press away. */
export function ChartWithTable({ chart, table, legend }: ChartWithTableProps) {
  const [isTable, setTable] = useState(false);
  return (
    <div>
      {isTable ? table() : chart}
      <div className={styles['foot']}>
        <div>{legend}</div>
        <Button kind="quiet" onClick={() => setTable(!isTable)}>
          {isTable ? 'As a chart' : 'As a table'}
        </Button>
      </div>
    </div>
  );
}
