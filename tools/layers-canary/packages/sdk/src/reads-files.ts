// Breaks `widget-sdk`: it runs in a browser.
export { readFileSync } from 'node:fs';
