// What the first steps and the import of users ask the server: the company, files of users, and whether a call was taken.
import type { ChangeCompany, Company } from '@tandem/contract/api/company.ts';
import type { AppliedUserImport, UndoneUserImport, UserImport, UserImportDetail } from '@tandem/contract/api/imports.ts';
import { queryOptions } from '@tanstack/react-query';
import { ADMIN_KEY } from './admin.ts';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export const companyQuery = (api: Api) =>
  queryOptions({ queryKey: [...ADMIN_KEY, 'company'], queryFn: ({ signal }) => api.get<Company>('/company', {}, signal) });
export const changeCompany = (api: Api, change: ChangeCompany) => api.send<Company>('PATCH', '/company', change);

export const importsQuery = (api: Api) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'user-imports'],
    queryFn: async ({ signal }) => (await api.get<Page<UserImport>>('/user-imports', { limit: 20 }, signal)).items,
  });
export const previewImport = (api: Api, file: { filename: string; content: string }) =>
  api.send<UserImportDetail>('POST', '/user-imports', file);
export const applyImport = (api: Api, id: string, rows: 'all' | 'good') =>
  api.send<AppliedUserImport>('POST', `/user-imports/${id}/apply`, { rows });
export const undoImport = (api: Api, id: string) => api.send<UndoneUserImport>('POST', `/user-imports/${id}/undo`);

/** For a link: the browser keeps the file itself. */
export const templateAddress = (format: 'csv' | 'xlsx', language: string): string =>
  `/api/v1/user-imports/template?format=${format}&language=${language === 'zh-CN' ? 'zh-CN' : 'en'}`;

/** Who took the newest call that anybody took; null where nobody did yet. */
export const takenCallQuery = (api: Api) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'taken-call'],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<Page<{ id: string; channel: string; agent: { id: string; name: string } | null }>>(
        '/interactions',
        { limit: 20 },
        signal,
      );
      const taken = items.find(({ agent }) => agent !== null);
      return taken === undefined ? null : { id: taken.id, agent: taken.agent!.name };
    },
    refetchInterval: 2_000,
  });
