// Whether a far end's audio is encrypted with keys in SDP (RFC 4568): where they may be told, and which offer is tried after a refusal.
import type { MediaEncryption } from '@tandem/contract/media-encryption.ts';

/** What our description says of keys: none, beside plain RTP, or nothing but encrypted audio. */
export type Keys = 'none' | 'beside' | 'only';

/** Over TCP and UDP anybody on the way reads a key (RFC 4568, section 7.1); browsers have ICE and DTLS instead. */
const isTold = (transport: string): boolean => transport === 'tls';

/** What we begin with; `refused`: encryption is required, and there is no way to tell a key. */
export function keysFor(wanted: MediaEncryption | undefined, transport: string): Keys | 'refused' {
  if (wanted === 'off') return 'none';
  if (isTold(transport)) return wanted === 'required' ? 'only' : 'beside';
  return wanted === 'required' && transport !== 'ws' && transport !== 'wss' ? 'refused' : 'none';
}

/**
 * After a 488 of our offer: some phones take keys in RTP/SAVP only, and some take none at all. Null: there is nothing else to ask for.
 */
export function keysAfterRefusal(wanted: MediaEncryption | undefined, refused: Keys): Keys | null {
  if (wanted === 'required' || wanted === 'off') return null;
  return refused === 'beside' ? 'only' : refused === 'only' ? 'none' : null;
}
