// Builds the web app to web/dist, and in development serves it with the API of a server on this machine behind it.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8080';

/** Libraries change rarely and the app often: apart, a browser keeps the first through an update of the second. */
const REACT = /node_modules\/(react|react-dom|scheduler)\//;
const DATA = /node_modules\/(@tanstack|i18next|react-i18next|use-sync-external-store)/;
const WIDGETS = /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll|react-style-singleton|react-number-format|tabbable|use-)/;
/** Numbers, dialogs, drawers: what only some pages open stays out of the first load. */
const LATER_WIDGETS =
  /react-number-format|react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref|(components|styles)\/(NumberInput|Drawer|Modal|Checkbox)/;
/** Loaded where a browser is somebody's phone. */
const SIP =
  /node_modules\/(jssip|sdp-transform|events|debug|ms)\/|desktop\/phone\/(sip-|call-in-hand|call-audio|ice-restart|opus-alone|kept-call)/;
/** What stands around every page, and what pages share: one file in place of thirty, each of which has headers of its own. */
const DESK = new RegExp(
  [
    'web/src/(ui/(?!StepIn)|api|live|app/shell|desktop/interactions/(?!SearchBar)|desktop/pop/(ScreenPop|writing|when-idle))',
    'desktop/call/(CallBar|CallButton|Dial\\.|doing|since|tel\\.|use-)',
    'desktop/phone/(Phone(Bar|Menu|Provider)|phone|tabs|wish|kept-words|MuteButton|ring|use-ringing|RingAlong|Audio|audio|CallSound|quality)',
  ].join('|'),
);

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
            { name: 'react', test: REACT },
            { name: 'data', test: DATA },
            // `$initial`: what the page to sign in needs.
            { name: 'first-widgets', test: WIDGETS, tags: ['$initial'] },
            { name: 'widgets', test: (id) => WIDGETS.test(id) && !LATER_WIDGETS.test(id) },
            { name: 'checkbox', test: /(components|styles)\/Checkbox/ },
            { name: 'later-widgets', test: WIDGETS },
            { name: 'first', test: DESK, tags: ['$initial'] },
            { name: 'desk', test: DESK },
            { name: 'sip', test: SIP },
          ],
        },
      },
    },
  },
});
