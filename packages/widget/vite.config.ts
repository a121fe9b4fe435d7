// Builds the widget as one plain script: what a page of somebody else loads with one tag.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: { entry: 'src/index.ts', formats: ['iife'], name: 'tandemChat', fileName: () => 'widget.js' },
  },
});
