// Nothing private gets into the log, and what a person needs does.
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/types.ts';
import { readableLine } from './line.ts';
import { createLog } from './log.ts';

function recording() {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'info', to: { write: (line) => void lines.push(line) } }) };
}

describe('log', () => {
  it('masks pii and credentials at any depth, in errors too', () => {
    const { lines, log } = recording();
    const secret = '+8613800138000';
    log.info('call', {
      pii: { number: secret },
      leg: { pii: secret, list: [{ password: secret, Authorization: secret }] },
      'pii.name': secret,
    });
    log.error('bad', { error: new Error('outer', { cause: new AppError('user.not-found', { pii: secret, id: 'usr_1' }) }) });
    expect(lines.join('')).not.toContain(secret);
    expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'call', leg: { pii: '[masked]', list: [{ password: '[masked]' }] } });
    expect(JSON.parse(lines[1]!)).toMatchObject({
      error: { message: 'outer', cause: { code: 'user.not-found', detail: { id: 'usr_1' } } },
    });
  });

  it('marks the lines of a child and drops what is below the level', () => {
    const { lines, log } = recording();
    log.child('routing').debug('never');
    log.child('routing').warn('late', { ms: 12, big: 3n, bytes: new Uint8Array(4) });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ module: 'routing', level: 40, msg: 'late', ms: 12, big: '3', bytes: '[4 bytes]' });
  });

  it('survives a circle', () => {
    const { lines, log } = recording();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    log.info('round', { circle });
    expect(lines[0]).toContain('[deep]');
  });
});

it('is readable at a terminal', () => {
  const line = readableLine(
    JSON.stringify({ level: 40, time: 0, module: 'http', msg: 'slow', ms: 5, error: { stack: 'Error: x\n  at y' } }),
  );
  expect(line).toMatch(/^\d\d:\d\d:\d\d \u001b\[33mWARN \u001b\[0m http: slow ms=5\nError: x\n {2}at y$/);
  expect(readableLine('plain')).toBe('plain');
});
