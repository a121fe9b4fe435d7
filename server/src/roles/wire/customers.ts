// customers <- identity (owners), interactions (timeline, erasure), recording (erasure), telephony (erasure of call-backs and SIP messages).
import { createCustomers, type Customers, type CustomersPorts } from '../../modules/customers/index.ts';
import { SWEEP_RECORDINGS } from '../jobs.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function customersPorts(platform: Platform, modules: Modules): CustomersPorts {
  return {
    timeline: (caller, customer, { language, limit, cursor }) =>
      modules.interactions.list(caller, { customer, limit, ...(cursor === undefined ? {} : { cursor }) }, language),
    customersOf: (tenant, agent) => modules.interactions.customersOf(tenant, agent),
    async moveInteractions(tx, from, into, actor) {
      await modules.callbacks.moveCustomer(tx, from, into);
      return modules.interactions.moveCustomer(tx, from, into, actor);
    },
    async returnInteractions(tx, from, to, actor) {
      await modules.callbacks.returnCustomer(tx, to, await modules.interactions.returnCustomer(tx, from, to, actor));
    },
    isAgent: async (tenant, agent) => (await modules.identity.agentNames(tenant, [agent])).has(agent),
    parseNumber: (tenant, text) => modules.directory.parse(tenant, text),
    eraseInteractions: (tx, customer) => modules.interactions.erase(tx, customer),
    async eraseRecordings(tx, customer) {
      const contacts = await modules.interactions.ofCustomer(tx, customer);
      await modules.sipTraces.erase(tx, contacts);
      return modules.recordings.erase(tx, contacts);
    },
    eraseCallbacks: (tx, customer) => modules.callbacks.erase(tx, customer),
    sweepCallbacks: (tenant) => modules.callbacks.sweepErased(tenant),
    async sweepRecordings(tenant) {
      await modules.recordings.sweep(tenant).catch(async (error: unknown) => {
        // The erasure stands; its files go as soon as the store lets them.
        platform.log.warn('files of erased recordings could not be deleted yet', { error: String(error) });
        await platform.jobs.send(SWEEP_RECORDINGS, tenant, null);
      });
      await platform.idempotency.forget(tenant);
    },
  };
}

export function wireCustomers(platform: Platform, modules: Modules): Customers {
  const { db, events, personal } = platform;
  return createCustomers({ db, log: events, personal, clock, random, ports: customersPorts(platform, modules) });
}
