// Which servers are too old.
import { expect, it } from 'vitest';
import { refuseOldVersion } from './problems.ts';

it.each([90_624, 130_000, 140_022])('%i is refused by name', (version) =>
  expect(() => refuseOldVersion(version)).toThrow(
    expect.objectContaining({ code: 'database.too-old', detail: { found: Math.floor(version / 10_000), needed: 15 } }),
  ),
);
it.each([150_000, 150_018, 180_004])('%i is not', (version) => expect(() => refuseOldVersion(version)).not.toThrow());
