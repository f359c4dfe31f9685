import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loaded } from '../../components/states.tsx';
import { chooseTheme, chosenTheme, themes } from '../../theme/theme.ts';
import { OwnName, OwnPassword } from './own-forms.tsx';
import { OwnSessions } from './own-sessions.tsx';
import styles from './settings-page.module.css';
import stack from './stack.module.css';

const themeNames = { system: 'as the system has it', light: 'light', dark: 'dark' } as const;

function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <SelectField
      label="Colours"
      options={themes.map((value) => ({ value, name: themeNames[value] }))}
      value={theme}
      onValue={(next) => {
        chooseTheme(next);
        setTheme(next);
      }}
      hint="Kept in this browser."
    />
  );
}

/** What is one's own, and what the org is. */
export function SettingsPage() {
  const session = useQuery(sessionQuery);
  const { timeZone } = usePeriod();
  return (
    <>
      <PageHeader title="Settings" />
      <Loaded query={session} height={320}>
        {({ org, person, version }) => (
          <div className={stack['stack']}>
            <div className={styles['columns']}>
              {person === null ? null : <OwnName person={person} />}
              <OwnPassword />
            </div>
            <OwnSessions timeZone={timeZone} />
            <div className={styles['columns']}>
              <Card title="This browser">
                <Appearance />
              </Card>
              <Card title="This server">
                <dl className={styles['facts']}>
                  <dt>Org</dt>
                  <dd>{org.name}</dd>
                  <dt>Its id</dt>
                  <dd>
                    <CopyText text={org.id} what="the id of the org" />
                  </dd>
                  <dt>Version</dt>
                  <dd>{version}</dd>
                  <dt>The API</dt>
                  <dd>
                    <a href="/openapi.json">openapi.json</a>
                  </dd>
                </dl>
              </Card>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
