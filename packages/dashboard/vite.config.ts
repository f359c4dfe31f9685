import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

// In development the pages are served here, and what they ask for comes from a server beside them.
const server = process.env['COFFERDAM_URL'] ?? 'http://127.0.0.1:4600';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The client library is read from its source, so that there is nothing to build before.
  resolve: { conditions: ['cofferdam-source', ...defaultClientConditions] },
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': server, '/openapi.json': server } },
});
