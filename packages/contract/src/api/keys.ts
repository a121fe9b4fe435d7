// Versions of a tenant's sealing key as the API shows them: GET /keys, POST /keys/rotate.
import { Type, type Static } from 'typebox';
import { At } from '../texts.ts';

export const KeyVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  createdAt: At,
  /** Seals what is written now; the others only open what they sealed. */
  current: Type.Boolean(),
  /** Id of the master key that wraps it: eight hex digits that say nothing about the key. */
  masterKey: Type.String(),
  /** Customers whose own key this version wraps. Falls to 0 in the background once a newer version is current. */
  customers: Type.Integer({ minimum: 0 }),
});
export type KeyVersion = Static<typeof KeyVersion>;

export const KeyVersions = Type.Object({ items: Type.Array(KeyVersion) });

export const RotatedKey = Type.Object({ version: Type.Integer({ minimum: 1 }) });
