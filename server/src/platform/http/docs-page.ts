// GET /docs: the OpenAPI document as one page without scripts, made on the server, readable without sign-in and without the internet.
import { ERRORS } from '../errors/catalogue.ts';
import type { ErrorEntry } from '../errors/catalogue/entry.ts';

type Json = Record<string, unknown>;

const escape = (text: unknown) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const code = (value: unknown) => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;

const STYLE = `
:root{color-scheme:light dark}body{font:14px/1.5 Inter,"PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border:1px solid #8884;border-radius:6px;margin:.4rem 0;padding:.4rem .8rem}summary{cursor:pointer}pre{overflow:auto;font-size:12px;background:#8881;padding:.6rem;border-radius:6px}
b{display:inline-block;min-width:4rem;color:#0a7d7a}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #8884;text-align:left;padding:.2rem .6rem .2rem 0;vertical-align:top}code{font-size:13px}`;

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;

function parameters(list: Json[]): string {
  if (list.length === 0) return '';
  const rows = list.map((each) => {
    if ('$ref' in each) return '<tr><td><code>Idempotency-Key</code></td><td>header</td><td></td></tr>';
    return `<tr><td><code>${escape(each['name'])}</code>${each['required'] ? ' *' : ''}</td><td>${escape(each['in'])}</td><td><code>${escape(JSON.stringify(each['schema']))}</code></td></tr>`;
  });
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
}

function content(holder: Json | undefined): string {
  return Object.entries((holder?.['content'] ?? {}) as Record<string, Json>)
    .map(([type, { schema }]) => `<p><code>${escape(type)}</code></p>${code(schema)}`)
    .join('');
}

function operation(path: string, method: string, op: Json): string {
  const responses = Object.entries(op['responses'] as Record<string, Json>).map(([status, answer]) => {
    const shape = Number(status) < 400 ? content(answer) : '';
    return `<tr><td>${escape(status)}</td><td>${escape(answer['description'])}${shape}</td></tr>`;
  });
  const body = op['requestBody'] ? `<h4>Body</h4>${content(op['requestBody'] as Json)}` : '';
  return (
    `<details id="${escape(op['operationId'])}"><summary><b>${escape(method.toUpperCase())}</b><code>${escape(path)}</code> ${escape(op['summary'])}</summary>` +
    `<p>${escape(op['description'])}</p>${parameters((op['parameters'] ?? []) as Json[])}${body}<h4>Answers</h4><table>${responses.join('')}</table></details>`
  );
}

export function docsPage(document: Json): string {
  const info = document['info'] as Json;
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(document['paths'] as Record<string, Record<string, Json>>)) {
    for (const [method, op] of Object.entries(operations)) {
      const tag = String((op['tags'] as string[])[0]);
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, op)]);
    }
  }
  const sections = [...byTag].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([tag, list]) => `<h2>${escape(tag)}</h2>${list.join('')}`);
  const head = `<h1>${escape(info['title'])} ${escape(info['version'])}</h1><p>${escape(info['description'])} Base: <code>/api/v1</code>. <a href="/openapi.json">openapi.json</a> · <a href="/docs/errors">errors</a></p>`;
  return page('Tandem API', head + sections.join(''));
}

/** GET /docs/errors: where the `type` of a problem points to. */
export function errorsPage(): string {
  const rows = Object.entries<ErrorEntry>(ERRORS).map(([name, { status, title, detail }]) => {
    const words = (language: 'en' | 'zh-CN') => escape(detail ? `${title[language]}. ${detail[language]}` : title[language]);
    return `<tr id="${escape(name)}"><td><code>${escape(name)}</code></td><td>${status}</td><td>${words('en')}<br><span lang="zh-CN">${words('zh-CN')}</span></td></tr>`;
  });
  return page('Tandem errors', `<h1>Errors</h1><p><a href="/docs">API</a></p><table>${rows.join('')}</table>`);
}
