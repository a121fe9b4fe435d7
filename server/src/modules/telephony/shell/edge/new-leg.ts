// A leg at its beginning: what is known of it, and everything else as yet empty.
import { randomInt } from 'node:crypto';
import type { EdgeContext, Leg } from './context.ts';
import { keysFor } from '../../core/encryption.ts';
import { isBrowser, newIceCredentials, sdesSide } from './leg-media.ts';

type Given = Pick<Leg, 'id' | 'call' | 'tenant' | 'party' | 'plan' | 'state' | 'flow' | 'invite' | 'key' | 'offered' | 'ways'>;

export function newLeg(context: Pick<EdgeContext, 'gateway' | 'media'>, given: Given): Leg {
  const { encryption } = given.party;
  const wanted = keysFor(encryption, given.flow.transport);
  // Who could not be told a key is refused before.
  const keys = wanted === 'refused' ? 'only' : wanted;
  return {
    ...given,
    flowLostAt: null,
    dialog: null,
    reinvite: null,
    reinviting: false,
    caller: { address: { kind: 'unknown', text: '' }, display: '' },
    answeredBy: false,
    longer: false,
    answersItself: false,
    updates: false,
    announce: null,
    tag: context.gateway.endpoint.token(),
    media: { ip: context.gateway.sentBy('udp').host, port: 9 },
    sdpSession: String(randomInt(1, 2 ** 47)),
    sdpVersion: 1,
    secured: {
      ...newIceCredentials(),
      fingerprint: context.media.fingerprint,
      otherIps: context.media.otherHosts,
      role: null,
      // Where the offer is theirs, it decides.
      required: isBrowser(given.flow) && (!given.offered || encryption === 'required'),
    },
    keys,
    sdes: sdesSide(keys),
    agreed: null,
    announcement: null,
    typedAhead: '',
    ask: null,
    timers: new Map(),
    refers: new Map(),
    heardRtp: false,
    digits: { left: [], timer: null },
  };
}
