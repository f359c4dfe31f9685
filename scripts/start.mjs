// npm start: installs and builds what is missing, then is the server: signals reach it with no process in between.
import { inCheckout } from './checkout.mjs';
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ build: true });
const { main } = await import(inCheckout('packages', 'server', 'dist', 'main.js'));
await main();
