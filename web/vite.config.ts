// Builds the web app to web/dist, and in development serves it with the API of a server on this machine behind it.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8080';

/** Libraries change rarely and the app often: apart, a browser keeps the first through an update of the second. */
const LIBRARIES: [chunk: string, packages: RegExp][] = [
  ['react', /node_modules\/(react|react-dom|scheduler)\//],
  ['mantine', /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll|react-number-format|tabbable)/],
  ['data', /node_modules\/(@tanstack|i18next|react-i18next|seroval)/],
];

export default defineConfig({
  plugins: [react()],
  root: import.meta.dirname,
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, ws: true }, '/openapi.json': server, '/docs': server } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    sourcemap: false,
    // The server's CSP allows no `data:` scripts and few `data:` images: every asset is a file of its own.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            ...LIBRARIES.map(([name, test]) => ({ name, test })),
            { name: 'shared', test: /web\/src\/(ui|api|live)\//, minShareCount: 4 },
          ],
        },
      },
    },
  },
});
