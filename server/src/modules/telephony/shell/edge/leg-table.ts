// The live legs, and the ways a message finds its own: by id, dialog, and transaction.
import { dialogKey, type ClientKey, type Dialog, type ServerKey } from '@tandem/sip';
import type { LegId } from '@tandem/contract/ids.ts';
import type { Leg } from './context.ts';

export type LegTable = {
  readonly size: number;
  has(id: LegId): boolean;
  get(id: LegId): Leg | undefined;
  values(): Iterable<Leg>;
  /** Also under the transaction of the INVITE it came by. */
  add(leg: Leg): void;
  remove(leg: Leg): void;
  /** The leg's dialog is this now. */
  keep(leg: Leg, dialog: Dialog): void;
  byDialog(key: string): Leg | undefined;
  /** Our INVITE is this transaction now; answers to one before it belong to nobody. */
  dialled(leg: Leg, key: ClientKey): void;
  byClient(key: ClientKey): Leg | undefined;
  /** A re-INVITE of theirs, until it is acknowledged. */
  reinvited(leg: Leg, reinvite: Leg['reinvite']): void;
  byServer(key: ServerKey): Leg | undefined;
};

/** `named`: hears each Call-ID that becomes a leg's. */
export function createLegTable(named: (leg: Leg, sipCallId: string) => void = () => undefined): LegTable {
  const legs = new Map<LegId, Leg>();
  const dialogs = new Map<string, Leg>();
  const clients = new Map<ClientKey, Leg>();
  const servers = new Map<ServerKey, Leg>();
  return {
    get size() {
      return legs.size;
    },
    has: (id) => legs.has(id),
    get: (id) => legs.get(id),
    values: () => legs.values(),
    add(leg) {
      legs.set(leg.id, leg);
      if (leg.key.kind === 'server') servers.set(leg.key.key, leg);
      named(leg, leg.invite.callId);
    },
    remove(leg) {
      legs.delete(leg.id);
      if (leg.dialog !== null) dialogs.delete(dialogKey(leg.dialog));
      if (leg.key.kind === 'server') servers.delete(leg.key.key);
      else clients.delete(leg.key.key);
      if (leg.reinvite !== null) servers.delete(leg.reinvite.key);
    },
    keep(leg, dialog) {
      const before = leg.dialog === null ? null : dialogKey(leg.dialog);
      const now = dialogKey(dialog);
      leg.dialog = dialog;
      if (before !== now) named(leg, dialog.callId);
      if (before === now || !legs.has(leg.id)) return;
      if (before !== null) dialogs.delete(before);
      dialogs.set(now, leg);
    },
    byDialog: (key) => dialogs.get(key),
    dialled(leg, key) {
      if (leg.key.kind === 'client') clients.delete(leg.key.key);
      leg.key = { kind: 'client', key };
      clients.set(key, leg);
      named(leg, leg.invite.callId);
    },
    byClient: (key) => clients.get(key),
    reinvited(leg, reinvite) {
      if (leg.reinvite !== null) servers.delete(leg.reinvite.key);
      leg.reinvite = reinvite;
      if (reinvite !== null) servers.set(reinvite.key, leg);
    },
    byServer: (key) => servers.get(key),
  };
}
