// Whom of the own house one can pass a customer on to: queues with how it looks there, and numbers of ours.
import type { Address } from '@tandem/contract/address.ts';
import { Directory as DirectoryView } from '@tandem/contract/api/directory.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import type { ReachPorts } from '../ports.ts';
import type { Directory } from './directory.ts';

export function reachRoutes(directory: Pick<Directory, 'queues' | 'numbers'>, ports: ReachPorts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/directory',
      summary: 'Queues and numbers of the house that one can dial, with who waits and who is free there',
      tag: 'queues',
      action: 'queues:read',
      errors: ['routing.not-here'],
      schema: { response: DirectoryView },
      async handle({ caller: { tenant } }) {
        const [queues, numbers, straight] = await Promise.all([
          directory.queues(tenant),
          directory.numbers(tenant),
          ports.straightFlows(tenant),
        ]);
        const own = numbers.flatMap(({ address, label, flow }) => {
          const queue = flow === null ? undefined : straight.get(flow);
          const number = dialled(address);
          return flow === null || number === null ? [] : [{ number, label, queue: queue ?? null }];
        });
        const live = await ports.queuesNow(tenant);
        return {
          queues: queues.map(({ id, name }) => ({
            id,
            name,
            number: own.find((each) => each.queue === id)?.number ?? null,
            waiting: live.get(id)?.waiting ?? 0,
            idle: live.get(id)?.idle ?? 0,
          })),
          numbers: own.filter((each) => each.queue === null).map(({ number, label }) => ({ number, label })),
        };
      },
    }),
  ] as Route[];
}

function dialled(address: Address): string | null {
  switch (address.kind) {
    case 'e164':
      return address.e164;
    case 'service':
      return address.digits;
    case 'extension':
      return address.extension;
    case 'unknown':
      return null;
  }
}
