// Interactions over HTTP: list, detail, events, wrap-up.
import { Type } from 'typebox';
import { PageQuery } from '@tandem/contract/api/page.ts';
import {
  ContactCustomer,
  EventPage,
  InteractionCount,
  InteractionCountQuery,
  InteractionDetail,
  InteractionPage,
  InteractionQuery,
  WrapUp,
} from '@tandem/contract/api/interactions.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { acceptedLanguage } from '../../../platform/errors/language.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import type { Interactions } from './interactions.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;
const languageOf = ({ 'accept-language': header }: Headers): Language => acceptedLanguage(typeof header === 'string' ? header : undefined);
const params = Type.Object({ id: IdOf('int') });

export function interactionRoutes(interactions: Interactions): Route[] {
  return [
    route({
      method: 'GET',
      path: '/interactions',
      summary: 'Interactions the caller may see, newest first',
      tag: 'interactions',
      action: 'interactions:read',
      schema: { query: InteractionQuery, response: InteractionPage },
      handle: ({ caller, query, headers }) => interactions.list(caller, query, languageOf(headers)),
    }),
    route({
      method: 'GET',
      path: '/interactions/count',
      summary: 'How many interactions a list of these filters has',
      tag: 'interactions',
      action: 'interactions:read',
      schema: { query: InteractionCountQuery, response: InteractionCount },
      handle: ({ caller, query }) => interactions.count(caller, query),
    }),
    route({
      method: 'GET',
      path: '/interactions/:id',
      summary: 'One interaction with its segments, legs, wrap-ups and recordings',
      tag: 'interactions',
      action: 'interactions:read',
      errors: ['interaction.not-found'],
      schema: { params, response: InteractionDetail },
      handle: ({ caller, params: { id }, headers }) => interactions.detail(caller, id, languageOf(headers)),
    }),
    route({
      method: 'GET',
      path: '/interactions/:id/events',
      summary: 'Everything the log says about it, in order; personal data is opened for those who may see the customer',
      tag: 'interactions',
      action: 'interactions:read',
      errors: ['interaction.not-found'],
      schema: { params, query: PageQuery, response: EventPage },
      handle: ({ caller, params: { id }, query }) => interactions.events(caller, id, query),
    }),
    route({
      method: 'PUT',
      path: '/interactions/:id/wrap-up',
      summary: "Says how it went: disposition, resolved or not, notes. Ends the agent's wrap-up time",
      tag: 'interactions',
      action: 'interactions:wrap-up',
      errors: ['interaction.not-found', 'interaction.nothing-to-wrap-up', 'disposition.unknown'],
      schema: { params, body: WrapUp, response: InteractionDetail },
      handle: ({ caller, params: { id }, body, headers }) => interactions.putWrapUp(caller, id, body, languageOf(headers)),
    }),
    route({
      method: 'POST',
      path: '/interactions/:id/wrap-up/more',
      summary: 'A minute more for the wrap-up that the caller is writing, as far as the queue allows',
      tag: 'interactions',
      action: 'interactions:wrap-up',
      errors: [
        'interaction.not-found',
        'interaction.nothing-to-wrap-up',
        'work.not-yours',
        'work.not-in-wrap-up',
        'work.no-more-time',
        'routing.not-here',
      ],
      schema: { params, response: InteractionDetail },
      handle: ({ caller, params: { id }, headers }) => interactions.moreWrapUp(caller, id, languageOf(headers)),
    }),
    route({
      method: 'PUT',
      path: '/interactions/:id/customer',
      summary: 'Says who an unknown caller is, or says it anew: his contacts and numbers become that customer’s',
      tag: 'interactions',
      action: 'customers:write',
      audit: 'interaction.set-customer',
      errors: ['interaction.not-found', 'interaction.customer-known', 'interaction.not-joined', 'customer.not-found'],
      schema: { params, body: ContactCustomer, response: InteractionDetail },
      handle: ({ caller, params: { id }, body, headers }) => interactions.setCustomer(caller, id, body.customer, languageOf(headers)),
    }),
    route({
      method: 'DELETE',
      path: '/interactions/:id/customer',
      summary: 'Takes back who the caller was said to be: his contacts and numbers are an unknown caller’s again',
      tag: 'interactions',
      action: 'customers:write',
      audit: 'interaction.take-back-customer',
      errors: ['interaction.not-found', 'interaction.not-joined'],
      schema: { params, response: InteractionDetail },
      handle: ({ caller, params: { id }, headers }) => interactions.takeBackCustomer(caller, id, languageOf(headers)),
    }),
  ] as Route[];
}
