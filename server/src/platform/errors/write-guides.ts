// Run by hand after a change: writes what the guides take from the code (error catalogue, configuration tables).
import { readFileSync, writeFileSync } from 'node:fs';
import { withTable } from '../config/guide.ts';
import { errorsGuide } from './guide.ts';

const guides = new URL('../../../../docs/guides/', import.meta.url);
writeFileSync(new URL('errors.md', guides), errorsGuide());
for (const language of ['en', 'zh-CN'] as const) {
  const file = new URL(`operator.${language}.md`, guides);
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), language));
}
