import { useState } from 'react';

/** The token of a link, which stands behind the number sign and leaves the address at once. */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = location.hash.slice(1);
    if (found !== '') history.replaceState(history.state, '', location.pathname);
    return found;
  });
  return token;
}
