// The browser as one's own phone: its credentials for `/sip`, kept alive, given back; and the servers its media may go through.
import type { OpenedPhone, PhoneLife, PhoneView } from '@tandem/contract/api/phones.ts';
import type { Api } from './client.ts';

/** A new secret; whichever browser was the phone before is it no longer. */
export function openPhone(api: Api): Promise<OpenedPhone> {
  return api.send('POST', '/me/phone');
}

export function keepPhone(api: Api): Promise<PhoneLife> {
  return api.send('PUT', '/me/phone');
}

export function closePhone(api: Api): Promise<void> {
  return api.send('DELETE', '/me/phone');
}

export function readPhone(api: Api, signal?: AbortSignal): Promise<PhoneView> {
  return api.get('/me/phone', {}, signal);
}
