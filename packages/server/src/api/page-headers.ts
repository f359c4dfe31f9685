// Everything that the pages use comes from this server; nobody may put them into a frame.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const strictTransport = { 'strict-transport-security': 'max-age=31536000' } as const;

/** What every page is sent with, whoever asks for it. */
export function pageHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return isSecure ? { ...headers, ...strictTransport } : headers;
}
