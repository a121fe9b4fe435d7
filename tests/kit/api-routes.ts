// The API as its own description tells it: every operation, with the kind of id in its path.
import type { Api, Tandem } from './tandem.ts';

export type Operation = {
  /** `GET /interactions/{id}`. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Prefix of the id in the path, e.g. `int`; null where there is none. */
  idOf: string | null;
  /** The permission it needs; null: any signed-in user; undefined: no sign-in. */
  action: string | null | undefined;
  /** Answers `{items, nextCursor}`. */
  list: boolean;
  query: string[];
};

/** What stands in a path beside the id that a test chooses. */
const OTHERS: Readonly<Record<string, string>> = {
  leg: 'leg_01990000-0000-7000-8000-00000000000a',
  mark: 'mrk_01990000-0000-7000-8000-00000000000a',
  place: '7001',
  call: 'cal_01990000-0000-7000-8000-00000000000a',
  slot: 'en',
};

// oxlint-disable-next-line typescript/no-explicit-any -- the document is what is being read
type Json = any;

export async function openApiOf(tandem: Tandem): Promise<Json> {
  return (await fetch(`${tandem.baseUrl}/openapi.json`)).json();
}

/** All but the event stream, which is no request with an answer. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(document.paths)
    .filter(([path]) => path !== '/stream')
    .flatMap(([path, methods]) =>
      Object.entries(methods as Json).map(([method, operation]: [string, Json]) => {
        const parameters = (operation.parameters ?? []) as Json[];
        const id = parameters.find((each) => each.in === 'path' && each.name === 'id');
        const answer = operation.responses['200']?.content?.['application/json']?.schema;
        const properties = Object.assign({}, answer?.properties, ...(answer?.allOf ?? []).map((each: Json) => each.properties));
        return {
          name: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase() as Operation['method'],
          path: Object.entries(OTHERS).reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), path),
          idOf: id ? (/^\^([a-z]{3})_/.exec(String(id.schema.pattern))?.[1] ?? 'unknown') : null,
          action: operation['x-tandem-action'],
          list: 'items' in properties && 'nextCursor' in properties,
          query: parameters.filter((each) => each.in === 'query').map((each) => String(each.name)),
        };
      }),
    );
}

/** Every item of a list, page by page. Throws where a page is longer than asked for, or the pages find no end. */
export async function allPages(api: Api, where: string, limit: number): Promise<Json[]> {
  const items: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Json[]; nextCursor: string | null } = await api.get(
      `${where}?limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    if (page.items.length > limit || items.length > 2_000)
      throw new Error(`${where}: ${page.items.length} items of ${limit}, ${items.length} before`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
