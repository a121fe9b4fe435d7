// The browser as one's own phone: its credentials for `/sip`, kept alive, given back; and the servers its media may go through.
import type { OpenedPhone, OwnDevice, PhoneLife, PhoneView } from '@tandem/contract/api/phones.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

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

export const DEVICES_KEY = ['own-devices'] as const;

/** One's own phones that can be called. */
export function devicesQuery(api: Api) {
  return queryOptions({
    queryKey: DEVICES_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<OwnDevice>>('/me/devices', { limit: 200 }, signal)).items,
    // A browser is switched on and off beside this page.
    staleTime: 0,
  });
}

export function ringAlong(api: Api, device: string, ringsToo: boolean): Promise<OwnDevice> {
  return api.send('PATCH', `/me/devices/${device}`, { ringsToo });
}
