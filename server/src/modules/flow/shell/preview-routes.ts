// What would happen to a contact, over HTTP.
import { Preview, PreviewRequest } from '@tandem/contract/api/preview.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { preview } from './preview.ts';
import type { PreviewPorts } from './preview-ports.ts';
import { createPublished } from './published.ts';

export function previewRoutes({ db, ports }: { db: Db; ports: PreviewPorts }): Route[] {
  const published = createPublished(db);
  return [
    route({
      method: 'POST',
      path: '/routing/preview',
      summary: 'What would happen to a contact at a moment: step by step, by the published flows and the queues as they are set up',
      tag: 'routing',
      action: 'flows:read',
      errors: ['number.not-found', 'flow.not-published', 'number.leads-nowhere', 'queue.bad-rule'],
      schema: { body: PreviewRequest, response: Preview },
      async handle({ caller, body }) {
        const { tenant } = caller;
        const { from } = body;
        if ('queue' in from) return preview({ ports, published }, tenant, body, { queue: from.queue });
        if ('flow' in from) return preview({ ports, published }, tenant, body, { flow: from.flow, local: '' });
        const target = await ports.number(tenant, from.number);
        if (target === null) throw new AppError('number.not-found', { id: from.number });
        if (target.flow === null) throw new AppError('number.leads-nowhere', { id: from.number });
        return preview({ ports, published }, tenant, body, { flow: target.flow, local: target.local });
      },
    }),
  ] as Route[];
}
