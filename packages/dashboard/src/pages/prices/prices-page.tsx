import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Forbidden } from '../../components/states.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { BookTab } from './book-tab.tsx';
import { CeilingCard, CeilingDialog } from './ceiling.tsx';
import { OwnTab } from './own-tab.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { ceilingQuery, modelNameOf } from './prices.ts';
import styles from './prices-page.module.css';
import { SetPriceDialog } from './set-price-dialog.tsx';
import { UnpricedTab } from './unpriced-tab.tsx';

/** What models cost: by the book, by the org's own word, and those that nobody knows. */
export function PricesPage() {
  const search = useSearch({ from: '/signed-in/prices' });
  const navigate = useNavigate({ from: '/prices' });
  const [mayRead, mayChange] = [usePermitted('read'), usePermitted('operate')];
  const { data: ceiling } = useQuery({ ...ceilingQuery, enabled: mayRead });
  const go = (change: Partial<typeof search>): void => void navigate({ search: (now) => ({ ...now, ...change }) });
  if (!mayRead) return <Forbidden what="prices" />;
  const onSet = mayChange ? (name: string): void => go({ set: name, model: undefined }) : null;
  return (
    <>
      <PageHeader title="Prices">
        {onSet === null ? null : (
          <Button kind="main" onClick={() => onSet('')}>
            Set a price
          </Button>
        )}
      </PageHeader>
      <div className={styles['stack']}>
        {ceiling === undefined ? null : (
          <CeilingCard ceiling={ceiling} onChange={mayChange ? () => go({ ceiling: 'set' }) : null} />
        )}
        <Tabs
          label="Prices"
          value={search.tab ?? 'book'}
          onValue={(tab) => go({ tab })}
          tabs={[
            {
              value: 'book',
              name: 'Price book',
              content: () => (
                <BookTab
                  provider={search.provider ?? ''}
                  part={search.q ?? ''}
                  onFilter={go}
                  onModel={(model) => go({ model })}
                />
              ),
            },
            { value: 'own', name: 'Own prices', content: () => <OwnTab onSet={onSet} /> },
            { value: 'unpriced', name: 'Without a price', content: () => <UnpricedTab onSet={onSet} /> },
          ]}
        />
      </div>
      <PriceDialog name={modelNameOf(search.model)} onClose={() => go({ model: undefined })} onSet={onSet} />
      {mayChange && search.set !== undefined ? (
        <SetPriceDialog key={search.set} name={search.set} onClose={() => go({ set: undefined })} />
      ) : null}
      {mayChange && search.ceiling === 'set' ? (
        <CeilingDialog ceiling={ceiling ?? null} onClose={() => go({ ceiling: undefined })} />
      ) : null}
    </>
  );
}
