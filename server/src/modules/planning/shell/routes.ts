// Days under other rules over HTTP.
import { IdOf } from '@tandem/contract/ids.ts';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { WhatIfDays, WhatIfPage, WhatIfRequest, WhatIfRun } from '@tandem/contract/api/what-if.ts';
import { Type } from 'typebox';
import { route, type Route } from '../../../platform/http/types.ts';
import type { WhatIf } from './what-if.ts';

const params = Type.Object({ id: IdOf('wif') });
const tag = 'planning';
const action = 'what-if:run';

export function planningRoutes({ ask, cancel, view }: Pick<WhatIf, 'ask' | 'cancel' | 'view'>): Route[] {
  return [
    route({
      method: 'POST',
      path: '/what-if',
      summary: 'Plays a day with other settings, rules or staffing, in the background: one run of a company at a time',
      tag,
      action,
      audit: 'what-if.ask',
      errors: [
        'what-if.running',
        'what-if.bad-day',
        'what-if.no-change',
        'what-if.bad-hours',
        'what-if.bad-version',
        'queue.not-found',
        'queue.bad-rule',
      ],
      schema: { body: WhatIfRequest, response: WhatIfRun, status: 202 },
      handle: ({ caller, body, language }) => ask(caller.tenant, caller.user, body, language),
    }),
    route({
      method: 'GET',
      path: '/what-if',
      summary: 'Days that were played, newest first, with what came out for the whole day',
      tag,
      action,
      schema: { query: PageQuery, response: WhatIfPage },
      handle: ({ caller, query }) => view.list(caller.tenant, query),
    }),
    route({
      method: 'GET',
      path: '/what-if/days',
      summary: 'Days with contacts, which can be played',
      tag,
      action,
      schema: { response: WhatIfDays },
      handle: ({ caller }) => view.days(caller.tenant),
    }),
    route({
      method: 'GET',
      path: '/what-if/:id',
      summary: 'One run: how far it is, what was asked, and every figure by queue and by half hour',
      tag,
      action,
      errors: ['what-if.not-found'],
      schema: { params, response: WhatIfRun },
      handle: ({ caller, params: { id }, language }) => view.one(caller.tenant, id, language),
    }),
    route({
      method: 'POST',
      path: '/what-if/:id/cancel',
      summary: 'Stops a run that is not over',
      tag,
      action,
      audit: 'what-if.cancel',
      errors: ['what-if.not-found', 'what-if.over'],
      schema: { params, response: WhatIfRun },
      handle: ({ caller, params: { id }, language }) => cancel(caller.tenant, id, language),
    }),
  ] as Route[];
}
