// The trunks as the edge has them: who calls from where, the ways out in the order they are tried, and how each one does.
import type { Address } from '@tandem/contract/address.ts';
import type { TrunkState } from '@tandem/contract/edge.ts';
import type { TrunkId } from '@tandem/contract/ids.ts';
import { formatUri, sipUri } from '@tandem/sip';
import type { DialPlan } from '../../core/dial-plan.ts';
import { CHECK_EVERY_MS, newHealth, stepHealth, type Health, type HealthInput } from '../../core/trunk/health.ts';
import { inOrder } from '../../core/trunk/order.ts';
import type { Dial, EdgeContext, Party, Way } from './context.ts';
import { userText, type NoWay } from './leg-outbound.ts';
import type { Dns } from './dns.ts';
import { configuredPlace, isLookedUp, trunkFlow, trunkUri, type EdgeTrunk, type Place } from './trunk-address.ts';
import { checkTrunk } from './trunk-check.ts';
import { findTrunk, keyOf, type TrunkFinder } from './trunk-finder.ts';
import { registerTrunk, type TrunkRegistration } from './trunk-registration.ts';

export type Trunks = {
  set(trunks: readonly EdgeTrunk[]): void;
  byAddress(ip: string): EdgeTrunk | null;
  get(trunk: TrunkId): EdgeTrunk | null;
  /** All there are, as the plans of numbers ask for them. */
  list(): readonly EdgeTrunk[];
  ways(to: Extract<Dial['to'], { kind: 'trunk' }>, from: Dial['from']): Way[] | NoWay;
  heard(party: Extract<Party, { kind: 'trunk' }>, input: HealthInput): void;
  states(): TrunkState[];
  /** Takes our registrations back. */
  close(): Promise<void>;
};

type Entry = {
  trunk: EdgeTrunk;
  health: Health;
  check: { close(): void } | null;
  registration: TrunkRegistration | null;
  /** Null: it is where its host and port say. */
  finder: TrunkFinder | null;
  told: string;
};

export type TrunksOptions = { checkMs?: number; dns: Dns; dialString: (address: Address, plan: DialPlan) => string | null };

export function createTrunks(context: EdgeContext, { checkMs = CHECK_EVERY_MS, dns, dialString }: TrunksOptions): Trunks {
  let entries = new Map<TrunkId, Entry>();
  let byAddress = new Map<string, EdgeTrunk>();
  let list: readonly EdgeTrunk[] = [];

  function open(trunk: EdgeTrunk): Entry {
    const entry: Entry = { trunk, health: newHealth(), check: null, registration: null, finder: null, told: '' };
    if (!isLookedUp(trunk)) begin(entry);
    else {
      entry.finder = findTrunk(context, dns, trunk, () => found(entry));
      void entry.finder.ready.then(() => {
        if (entries.get(trunk.trunk) === entry) begin(entry);
      });
    }
    return entry;
  }
  /** Registers with it and asks whether it lives, as it is set up to. */
  function begin(entry: Entry): void {
    const { trunk } = entry;
    const servers = {
      next: () => placesOf(entry).at(0) ?? null,
      heard: (place: Place, good: boolean) => entry.finder?.heard(keyOf(place), good),
    };
    if (trunk.account?.register === true) entry.registration = registerTrunk(context, trunk, trunk.account, servers, () => tell(entry));
    if (trunk.check === true) entry.check = checkTrunk(context, trunk, checkMs, servers, (input) => feed(entry, input));
  }
  async function close({ check, registration, finder }: Entry): Promise<void> {
    finder?.close();
    check?.close();
    await registration?.close();
  }
  function feed(entry: Entry, input: HealthInput): void {
    const before = entry.health.healthy;
    entry.health = stepHealth(entry.health, input);
    if (entry.health.healthy !== before)
      context.log.warn(before ? 'a trunk is down' : 'a trunk is back', { trunk: entry.trunk.trunk, detail: entry.health.detail });
    tell(entry);
  }
  /** Once for each change. */
  function tell(entry: Entry): void {
    const state = stateOf(entry);
    const text = JSON.stringify(state);
    if (text === entry.told || entries.get(entry.trunk.trunk) !== entry) return;
    entry.told = text;
    context.signal({ kind: 'trunk.state', at: context.now(), ...state });
  }
  /** DNS has answered, or a server bears itself otherwise. */
  function found(entry: Entry): void {
    index();
    tell(entry);
  }
  /** Where requests go, the best first. */
  const placesOf = ({ trunk, finder }: Entry): readonly Place[] => (finder === null ? [configuredPlace(trunk)] : finder.servers());

  /** The first that has the address: an address belongs to one trunk, and to who wrote it down before whose domain leads there. */
  function index(): void {
    const written = list.flatMap((trunk) => trunk.addresses.map((address) => [address, trunk] as const));
    const named = list.flatMap((trunk) => (entries.get(trunk.trunk)?.finder?.shown() ?? []).map(({ ip }) => [ip, trunk] as const));
    byAddress = new Map([...written, ...named].toReversed());
  }

  function stateOf({ trunk, health, registration, finder }: Entry): TrunkState {
    return {
      tenant: trunk.tenant,
      trunk: trunk.trunk,
      healthy: health.healthy,
      registered: registration?.registered() ?? null,
      rttMs: health.rttMs,
      ...(finder === null ? {} : { targets: finder.shown() }),
      detail: [finder?.detail() ?? '', health.detail, registration?.detail() ?? '']
        .filter((each) => each !== '')
        .join('; ')
        .slice(0, 300),
    };
  }
  const usable = (id: TrunkId): boolean => {
    const entry = entries.get(id);
    return entry !== undefined && entry.health.healthy && entry.registration?.registered() !== false;
  };

  /** One over each of its servers; null where the address cannot be dialled over it. */
  function waysOver(entry: Entry, address: Address, from: Dial['from']): Way[] | null {
    const { trunk, finder } = entry;
    const dialled = dialString(address, trunk);
    if (dialled === null) return null;
    const { account, caller } = trunk;
    const number = dialString(from.address, trunk) ?? userText(from.address);
    const user = caller?.from === 'account' && account ? account.username : number;
    // A provider knows its customers by its own name.
    const host = account ? trunk.host : context.gateway.sentBy('udp').host;
    const named = account !== undefined || user !== userText(from.address);
    const party = { kind: 'trunk', trunk: trunk.trunk, account: account ?? null, encryption: trunk.encryption } as const;
    return placesOf(entry).map((place) => ({
      party: finder === null ? party : { ...party, server: keyOf(place) },
      uri: formatUri(trunkUri(trunk, dialled, place)),
      flow: () => trunkFlow(context, trunk, place),
      from: named ? { user, host } : null,
      asserted: caller?.assert === true ? formatUri(sipUri({ user: number, host })) : null,
    }));
  }

  return {
    set(next) {
      const now = new Map<TrunkId, Entry>();
      for (const trunk of next) {
        const held = entries.get(trunk.trunk);
        const same = held && connection(held.trunk) === connection(trunk);
        if (held && !same) void close(held);
        now.set(trunk.trunk, same ? Object.assign(held, { trunk }) : open(trunk));
      }
      for (const [id, entry] of entries) if (!now.has(id)) void close(entry);
      entries = now;
      list = next;
      index();
    },
    byAddress: (ip) => byAddress.get(ip) ?? null,
    get: (id) => entries.get(id)?.trunk ?? null,
    list: () => list,
    ways({ trunk: first, others = [], address }, from) {
      const trunks = inOrder([first, ...others], usable).flatMap((id) => entries.get(id) ?? []);
      const able = trunks.flatMap((entry) => {
        const ways = waysOver(entry, address, from);
        return ways === null ? [] : [ways];
      });
      const ways = able.flat();
      if (ways.length > 0) return ways;
      // Where it could be dialled and DNS names nobody, the trunk is away.
      return { cause: trunks.length > 0 && able.length === 0 ? 'not-found' : 'unreachable' };
    },
    heard({ trunk, server }, input) {
      const entry = entries.get(trunk);
      if (server !== undefined) entry?.finder?.heard(server, input.kind === 'answered');
      // Without checks nothing would ever bring it back.
      if (entry?.check) feed(entry, input);
    },
    states: () => [...entries.values()].map(stateOf),
    close: async () => void (await Promise.all([...entries.values()].map(close))),
  };
}

/** What our business with it hangs on: another of these is another trunk to register at and to ask. */
function connection({ host, port, transport = 'udp', account, check = false, lookup = 'host', encryption }: EdgeTrunk): string {
  // What is looked up is another where audio must be encrypted.
  return JSON.stringify([host, port, transport, account ?? null, check, lookup, lookup === 'naptr' && encryption === 'required']);
}
