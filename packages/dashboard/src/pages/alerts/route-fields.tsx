import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { type AlertType, type Severity, typeNames } from './alerts-search.ts';
import { emptyRoute, type RouteDraft, type PartProps } from './channel-draft.ts';
import styles from './alerts-page.module.css';

const atLeast: Readonly<Record<Severity, string>> = {
  info: 'at least info',
  warning: 'at least warning',
  critical: 'critical',
};

interface RouteProps {
  readonly route: RouteDraft;
  readonly place: number;
  readonly onChange: (next: Partial<RouteDraft>) => void;
  readonly onRemove: () => void;
}

function Route({ route, place, onChange, onRemove }: RouteProps) {
  const word = (name: 'budget' | 'owner' | 'team') => (
    <Field
      label={`Route ${place + 1}, ${name}`}
      isLabelHidden
      placeholder={`any ${name}`}
      autoComplete="off"
      value={route[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <div className={styles['route']}>
      <Choice<AlertType>
        label={`Route ${place + 1}, type`}
        any="Any type"
        value={route.type === '' ? undefined : route.type}
        names={typeNames}
        onValue={(type) => onChange({ type: type ?? '' })}
      />
      <Choice<Severity>
        label={`Route ${place + 1}, severity`}
        any="Any severity"
        value={route.severity === '' ? undefined : route.severity}
        names={atLeast}
        onValue={(severity) => onChange({ severity: severity ?? '' })}
      />
      {word('budget')}
      {word('owner')}
      {word('team')}
      <Button kind="quiet" onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

/** Which alerts it gets beside those of budgets that name it: all conditions of one route hold together. */
export function RouteFields({ draft, onChange, problems }: PartProps) {
  const { routes } = draft;
  const problem = problems.get('routes');
  const put = (next: readonly RouteDraft[]): void => onChange({ routes: next });
  return (
    <>
      <p>
        {routes.length === 0
          ? 'It gets the alerts of budgets that name it. A route brings it others.'
          : 'It gets the alerts of budgets that name it, and those that fit a route:'}
      </p>
      {routes.map((route, place) => (
        <Route
          // A route has no name: it is the one at its place.
          key={place}
          {...{ route, place }}
          onChange={(next) => put(routes.with(place, { ...route, ...next }))}
          onRemove={() => put(routes.toSpliced(place, 1))}
        />
      ))}
      {problem === undefined ? null : <p className={styles['wrong']}>{problem}</p>}
      <div>
        <Button onClick={() => put([...routes, emptyRoute])}>Add a route</Button>
      </div>
    </>
  );
}
