// After an install: makes `node` inside npm scripts the packaged Node 24 (npm 10 loses the link) and notes which lockfile was installed.
import fs from 'node:fs';
import path from 'node:path';
import { stampInstall } from './install.mjs';
import { platformNode } from './node24.mjs';
import { ROOT } from './root.mjs';

const binary = platformNode(ROOT);
const link = path.join(ROOT, 'node_modules/.bin/node');
if (binary && !fs.existsSync(link)) {
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.symlinkSync(path.relative(path.dirname(link), binary), link);
}
stampInstall();
