import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { otherHosts } from './other-hosts.ts';

describe('other addresses of the media', () => {
  it('are none where there is one, and the bound one behind a public one', () => {
    expect(otherHosts('127.0.0.1', '127.0.0.1')).toEqual([]);
    expect(otherHosts('192.0.2.5', '203.0.113.1')).toEqual(['192.0.2.5']);
  });

  it('are this machine’s outward ones where all are bound, never its loopback', () => {
    const mine = Object.values(os.networkInterfaces()).flatMap((face) => face ?? []);
    const found = otherHosts('0.0.0.0', '203.0.113.1');
    expect(found).toEqual(
      [...new Set(mine.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address))].slice(0, 8),
    );
    expect(found).not.toContain('127.0.0.1');
    const [first] = found;
    if (first !== undefined) expect(otherHosts('0.0.0.0', first)).not.toContain(first);
  });
});
