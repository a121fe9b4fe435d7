import { expect, it } from 'vitest';
import { identify, type Known } from './identify.ts';

const known: Known = {
  trunkByAddress: (ip) => (ip === '127.0.0.1' ? { tenant: 'tnt_a', trunk: 'trk_a', country: 'CN', rules: [] } : null),
  isDevice: (username) => username === 'agent1',
  isRegisteredFrom: (ip, port) => ip === '127.0.0.1' && port === 5099,
};

it.each([
  ['the trunk host, a caller', { transport: 'udp', ip: '127.0.0.1', port: 6000, fromUser: 'sipp' }, 'trunk'],
  ['the trunk host, without a user', { transport: 'udp', ip: '127.0.0.1', port: 6000, fromUser: null }, 'trunk'],
  ['the trunk host, claiming to be a device', { transport: 'udp', ip: '127.0.0.1', port: 6000, fromUser: 'agent1' }, 'challenge'],
  ['the trunk host, from a registered phone', { transport: 'udp', ip: '127.0.0.1', port: 5099, fromUser: 'sipp' }, 'challenge'],
  ['a stranger', { transport: 'udp', ip: '127.0.0.2', port: 6000, fromUser: 'sipp' }, 'challenge'],
  ['the trunk host, over WebSocket', { transport: 'ws', ip: '127.0.0.1', port: 6000, fromUser: 'sipp' }, 'challenge'],
] as const)('%s', (_name, sender, kind) => {
  expect(identify(sender, known).kind).toBe(kind);
});
