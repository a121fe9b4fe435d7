// A trunk as its form holds it, and what is sent of it. Pure.
import type { Trunk, TrunkTransport } from '@tandem/contract/api/numbers.ts';

export type TrunkValues = Omit<Trunk, 'id' | 'account' | 'addresses' | 'port' | 'priority'> & {
  /** As typed, with spaces or commas between. */
  addresses: string;
  port: number | null;
  priority: number | null;
  /** An empty password: the one that is kept stays. */
  account: { username: string; password: string; register: boolean; expiresS: number } | null;
};

export const NEW_TRUNK: TrunkValues = {
  name: '',
  addresses: '',
  host: '',
  port: 5060,
  country: 'CN',
  rules: [],
  priority: 10,
  transport: 'udp',
  check: true,
  caller: { from: 'number', assert: false },
  lookup: 'host',
  encryption: 'offered',
  account: null,
};

export const usualPort = (transport: TrunkTransport): number => (transport === 'tls' ? 5061 : 5060);

export function valuesOf({ addresses, account, ...trunk }: Trunk): TrunkValues {
  const { name, host, port, country, rules, priority, transport, check, caller, lookup, encryption } = trunk;
  return {
    name,
    host,
    port,
    country,
    rules,
    priority,
    transport,
    check,
    caller,
    lookup,
    encryption,
    addresses: addresses.join(', '),
    account: account && { ...account, password: '' },
  };
}

/** Only what is given; the rest stays as it is. */
export function sentOf({ addresses, account, ...rest }: Partial<TrunkValues>): Record<string, unknown> {
  return {
    ...rest,
    ...(addresses === undefined ? {} : { addresses: addresses.split(/[\s,，]+/).filter(Boolean) }),
    ...(account === undefined ? {} : { account: account && accountOf(account) }),
  };
}

function accountOf({ password, ...account }: NonNullable<TrunkValues['account']>): Record<string, unknown> {
  return password === '' ? account : { ...account, password };
}
