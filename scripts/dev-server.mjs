// The process that `npm run dev` starts again and again.
import { main } from '../packages/server/src/main.ts';

await main();
