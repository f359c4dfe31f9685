import type { App } from '../app.ts';

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}</style>
</head><body><h1>${title}</h1><p>${text}</p></body></html>
`;
}

const pages = {
  '/checkout/done': page(
    'Thank you',
    'The credit is there as soon as Stripe confirms the payment, most often within seconds.',
  ),
  '/checkout/cancelled': page('Not paid', 'Nothing was charged. The same link can be used again until it expires.'),
};

/** Where a payer comes back to, unless the request for the payment named pages of its own. They know nothing of the payment. */
export function returnPages(app: App): void {
  for (const [path, html] of Object.entries(pages)) {
    app.get(path, { config: { open: true }, schema: { hide: true } }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(html),
    );
  }
}
