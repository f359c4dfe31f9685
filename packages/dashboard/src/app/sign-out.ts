import { callApi, keepCsrfToken } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { forgetColours } from '../theme/series-colour.ts';

/** Signs out, and forgets everything that was read. */
export async function signOut(): Promise<void> {
  await callApi('DELETE', '/v1/session');
  keepCsrfToken(null);
  queryClient.clear();
  forgetColours();
}
