// Remembers, beside the passwords it speaks of, whether the demo tenant's are the well-known ones: a restored database tells the truth about itself.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Context } from './context.ts';
import type { Tables } from './tables.ts';

/** Null: not given yet. */
export type DemoPasswords = 'well-known' | 'random' | null;

export type DemoAccess = {
  demoPasswords(tenant: TenantId): Promise<DemoPasswords>;
  setDemoPasswords(tenant: TenantId, passwords: DemoPasswords): Promise<void>;
};

export function createDemoAccess({ db }: Pick<Context, 'db'>): DemoAccess {
  return {
    async demoPasswords(tenant) {
      const row = await db.tenant(tenant, (tx) =>
        tx.tables<Tables>().selectFrom('identity_tenant').select('demo_access').executeTakeFirst(),
      );
      return row?.demo_access ?? null;
    },
    async setDemoPasswords(tenant, passwords) {
      await db.tenant(tenant, (tx) =>
        tx.tables<Tables>().updateTable('identity_tenant').set({ demo_access: passwords }).where('tenant', '=', tenant).execute(),
      );
    },
  };
}
