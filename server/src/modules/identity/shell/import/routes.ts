// Imports of users over HTTP.
import { Type } from 'typebox';
import {
  AppliedUserImport,
  ApplyUserImport,
  NewUserImport,
  UndoneUserImport,
  UserImportDetail,
  UserImportPage,
  UserTemplateQuery,
} from '@tandem/contract/api/imports.ts';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { actorOf, route, type AnyRoute, type Caller } from '../../../../platform/http/types.ts';
import type { UserImports } from './imports.ts';
import { CSV_TYPE, userTemplate } from './template.ts';
import type { Importer } from './world.ts';

const byId = Type.Object({ id: IdOf('imp') });
/** 2 MB in base64, and the JSON around it. */
const BODY_BYTES = 3_300_000;

const importerOf = ({ tenant, user, scope }: Caller): Importer => ({ tenant, user, held: scope });

export function importRoutes(imports: UserImports): AnyRoute[] {
  const common = { tag: 'users', action: 'users:write' } as const;
  return [
    route({
      ...common,
      method: 'GET',
      path: '/user-imports/template',
      summary: 'A file of users to begin with: headings and one line, as CSV or XLSX',
      schema: { query: UserTemplateQuery, response: null, status: 200, produces: CSV_TYPE },
      handle: ({ query, language }) => userTemplate(query.format ?? 'csv', query.language ?? language),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/user-imports',
      summary: 'Imports of users, newest first',
      schema: { query: PageQuery, response: UserImportPage },
      handle: ({ caller, query }) => imports.list(caller.tenant, query),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/user-imports',
      summary: 'What a file of users would do, row by row; nobody is changed',
      schema: { body: NewUserImport, response: UserImportDetail, status: 201 },
      bodyLimit: BODY_BYTES,
      errors: ['user-import.too-large', 'user-import.unreadable', 'user-import.columns', 'user-import.empty'],
      audit: 'user-import.preview',
      handle: ({ caller, body }) => imports.preview(importerOf(caller), body),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/user-imports/:id',
      summary: 'An import with its rows',
      schema: { params: byId, response: UserImportDetail },
      errors: ['user-import.not-found'],
      handle: ({ caller, params }) => imports.get(caller.tenant, params.id),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/user-imports/:id/apply',
      summary: 'Take over a previewed file, all of it or the good rows; first passwords are told here only',
      schema: { params: byId, body: ApplyUserImport, response: AppliedUserImport },
      errors: ['user-import.not-found', 'user-import.wrong-state', 'user-import.refused-rows', 'user-import.outdated'],
      audit: 'user-import.apply',
      handle: ({ caller, params, body }) => imports.apply(importerOf(caller), params.id, body.rows, actorOf(caller)),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/user-imports/:id/undo',
      summary: 'Undo an import while nothing of it was changed since',
      schema: { params: byId, response: UndoneUserImport },
      errors: [
        'user-import.not-found',
        'user-import.wrong-state',
        'user-import.changed-since',
        'user.beyond-own',
        'user.last-administrator',
        'permission.beyond-own',
      ],
      audit: 'user-import.undo',
      handle: ({ caller, params }) => imports.undo(importerOf(caller), params.id, actorOf(caller)),
    }),
  ];
}
