// Pictures of pages on the way through a test, for whoever wants to look: where TANDEM_PICTURES names a folder.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TANDEM_PICTURES;
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
