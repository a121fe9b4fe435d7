// Query strings and path parts are text: turns them into the numbers, booleans and lists their schema wants. Bodies never come here.

type Shape = { type?: unknown; properties?: Record<string, Shape>; allOf?: Shape[]; anyOf?: Shape[] };

function properties(schema: Shape): Record<string, Shape> {
  return Object.assign({}, schema.properties, ...(schema.allOf ?? []).map(properties)) as Record<string, Shape>;
}

/** A text that is exactly a value of the type becomes that value; anything else is left for the check to refuse. */
function coerceOne(schema: Shape, value: unknown): unknown {
  if (schema.type === 'array' && typeof value === 'string') return [value];
  if (typeof value !== 'string') return value;
  switch (schema.type) {
    case 'integer':
      return /^-?\d{1,16}$/.test(value) ? Number(value) : value;
    case 'number':
      return /^-?\d{1,16}(\.\d{1,16})?$/.test(value) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    default:
      return value;
  }
}

export function coerce(schema: object, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = properties(schema);
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, name in known ? coerceOne(known[name]!, value) : value]));
}
