// Matters over HTTP: opened, found, changed, removed, and linked with contacts.
import { Type } from 'typebox';
import { Matter, MatterDetail, MatterLink, MatterPage, MatterPatch, MatterQuery, NewMatter } from '@tandem/contract/api/matters.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import type { Interactions } from './interactions.ts';

const params = Type.Object({ id: IdOf('mat') });
const tag = 'matters';

export function matterRoutes({ matters }: Interactions): Route[] {
  const link = (path: string, linked: boolean, summary: string) =>
    route({
      method: 'POST',
      path,
      summary,
      tag,
      action: 'matters:write',
      errors: ['matter.not-found', 'matter.other-customer', 'interaction.not-found'],
      schema: { params, body: MatterLink, response: Matter },
      handle: ({ caller, params: { id }, body }) => matters.link(caller, id, body.interaction, linked),
    });
  return [
    route({
      method: 'GET',
      path: '/matters',
      summary: 'Matters, newest first; by customer, contact, state or kind',
      tag,
      action: 'matters:read',
      schema: { query: MatterQuery, response: MatterPage },
      handle: ({ caller, query }) => matters.list(caller, query),
    }),
    route({
      method: 'POST',
      path: '/matters',
      summary: 'Opens a matter of a customer, linked with the contact it came up in',
      tag,
      action: 'matters:write',
      errors: ['customer.not-found', 'interaction.not-found', 'matter.exists', 'matter.other-customer'],
      schema: { body: NewMatter, response: Matter, status: 201 },
      handle: ({ caller, body }) => matters.open(caller, body),
    }),
    route({
      method: 'GET',
      path: '/matters/:id',
      summary: 'One matter with the contacts of it that the caller may see',
      tag,
      action: 'matters:read',
      errors: ['matter.not-found'],
      schema: { params, response: MatterDetail },
      handle: ({ caller, params: { id }, language }) => matters.one(caller, id, language),
    }),
    route({
      method: 'PATCH',
      path: '/matters/:id',
      summary: 'Changes it: title, kind, reference; closes and opens it',
      tag,
      action: 'matters:write',
      errors: ['matter.not-found'],
      schema: { params, body: MatterPatch, response: Matter },
      handle: ({ caller, params: { id }, body }) => matters.change(caller, id, body),
    }),
    route({
      method: 'DELETE',
      path: '/matters/:id',
      summary: 'Removes a matter; its contacts stay',
      tag,
      action: 'matters:write',
      errors: ['matter.not-found'],
      schema: { params, response: null },
      async handle({ caller, params: { id } }) {
        await matters.remove(caller, id);
        return undefined;
      },
    }),
    link('/matters/:id/link', true, 'This contact belongs to it'),
    link('/matters/:id/unlink', false, 'This contact does not belong to it'),
  ] as Route[];
}
