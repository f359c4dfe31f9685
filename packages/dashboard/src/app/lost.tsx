import { Link } from '@tanstack/react-router';

export function Lost() {
  return (
    <main style={{ padding: 'var(--gap-8)' }}>
      <h1>There is no such page</h1>
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </main>
  );
}
