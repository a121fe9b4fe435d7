// A graph as text that reads from the top: what it is, where it begins, then its nodes in the order a caller can come to them. Pure.

/** The database keeps objects in an order of its own; people look for these first. */
const FIRST = ['schema', 'language', 'start', 'nodes', 'type', 'title'];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const order = [...FIRST.filter((key) => keys.includes(key)), ...keys.filter((key) => !FIRST.includes(key))];
  return Object.fromEntries(order.map((key) => [key, tidy(value[key])]));
}

/** Every text in a node, as an edge may stand anywhere in it. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function inOrder(nodes: Record<string, unknown>, start: unknown): Record<string, unknown> {
  const found = new Set<string>();
  const waiting = typeof start === 'string' ? [start] : [];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name) || !Object.hasOwn(nodes, name)) continue;
    found.add(name);
    waiting.push(...textsIn(nodes[name]));
  }
  const order = [...found, ...Object.keys(nodes).filter((name) => !found.has(name))];
  return Object.fromEntries(order.map((name) => [name, nodes[name]]));
}

/** Of anything: a draft may be what it likes. */
export function graphText(graph: unknown): string {
  const clean = tidy(graph);
  const whole = isObject(clean) && isObject(clean['nodes']) ? { ...clean, nodes: inOrder(clean['nodes'], clean['start']) } : clean;
  return JSON.stringify(whole, null, 2);
}
