// For tests: what is wrong with an OpenAPI 3.1 document of ours, in words. Run over the identity routes here and over all routes in tests/.
import { Compile } from 'typebox/schema';

// A document of unknown faults: typed access would assume what is to be checked.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = Record<string, any>;

const SCHEMA_WORDS = new Set(['type', 'const', 'enum', 'anyOf', 'allOf', 'oneOf', 'not', '$ref', 'properties', 'items']);

function checkSchema(schema: unknown, where: string, problems: string[]): void {
  if (typeof schema !== 'object' || schema === null) return void problems.push(`${where}: no schema`);
  try {
    Compile(schema as never);
  } catch (error) {
    problems.push(`${where}: ${(error as Error).message}`);
  }
  walk(schema, where, problems);
}

/** JSON Schema has no place for undefined, functions or empty required lists of names that do not exist. */
function walk(schema: Json, where: string, problems: string[]): void {
  for (const name of (schema['required'] ?? []) as string[]) {
    if (!Object.hasOwn(schema['properties'] ?? {}, name)) problems.push(`${where}: requires ${name}, which it does not describe`);
  }
  if ('properties' in schema && schema['type'] !== 'object') problems.push(`${where}: has properties but is no object`);
  for (const [key, each] of Object.entries(schema['properties'] ?? {})) walk(each as Json, `${where}/${key}`, problems);
  for (const word of ['anyOf', 'allOf', 'oneOf'])
    for (const each of (schema[word] ?? []) as Json[]) walk(each, `${where}/${word}`, problems);
  if (schema['items'] && !Array.isArray(schema['items'])) walk(schema['items'] as Json, `${where}/items`, problems);
  if (Object.keys(schema).length > 0 && !Object.keys(schema).some((word) => SCHEMA_WORDS.has(word)))
    problems.push(`${where}: says nothing about its type`);
}

function checkOperation(document: Json, path: string, method: string, op: Json, problems: string[]): void {
  const where = `${method.toUpperCase()} ${path}`;
  for (const word of ['operationId', 'summary', 'description', 'tags', 'security', 'responses'])
    if (op[word] === undefined) problems.push(`${where}: lacks ${word}`);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const parameters = ((op['parameters'] ?? []) as Json[]).map((each) => ('$ref' in each ? resolve(document, String(each['$ref'])) : each));
  const described = parameters.filter((each) => each?.['in'] === 'path').map((each) => each!['name'] as string);
  if (JSON.stringify(inPath.toSorted()) !== JSON.stringify(described.toSorted()))
    problems.push(`${where}: path has ${inPath.join()}, parameters describe ${described.join()}`);
  for (const each of parameters) {
    if (!each) problems.push(`${where}: a parameter's $ref leads nowhere`);
    else checkSchema(each['schema'], `${where} ${each['in']} ${each['name']}`, problems);
  }
  if (op['requestBody']) checkSchema(op['requestBody'].content?.['application/json']?.schema, `${where} body`, problems);
  const responses = Object.entries(op['responses'] as Record<string, Json>);
  if (!responses.some(([status]) => /^[12]/.test(status))) problems.push(`${where}: never succeeds`);
  for (const [status, response] of responses) {
    if (!response['description']) problems.push(`${where} ${status}: lacks a description`);
    for (const [type, { schema }] of Object.entries((response['content'] ?? {}) as Record<string, Json>)) {
      if (schema && '$ref' in schema) {
        if (!resolve(document, String(schema['$ref']))) problems.push(`${where} ${status}: ${schema['$ref']} leads nowhere`);
      } else checkSchema(schema, `${where} ${status} ${type}`, problems);
    }
    if (Number(status) >= 400 && !response['content']?.['application/problem+json'])
      problems.push(`${where} ${status}: is no problem+json`);
  }
  for (const scheme of (op['security'] ?? []) as Json[]) {
    for (const name of Object.keys(scheme))
      if (!document['components'].securitySchemes[name]) problems.push(`${where}: unknown security scheme ${name}`);
  }
}

function resolve(document: Json, ref: string): Json | undefined {
  return ref
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((at, key) => at?.[key], document);
}

/** Empty where the document is sound. Give it what a client gets: parsed from JSON. */
export function openApiProblems(document: Json): string[] {
  const problems: string[] = [];
  if (document['openapi'] !== '3.1.0') problems.push('is not OpenAPI 3.1.0');
  if (!document['info']?.title || !document['info']?.version) problems.push('info lacks title or version');
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries((document['paths'] ?? {}) as Record<string, Json>)) {
    for (const [method, op] of Object.entries(operations)) {
      checkOperation(document, path, method, op, problems);
      if (ids.has(op['operationId'])) problems.push(`${path}: operationId ${op['operationId']} is there twice`);
      ids.add(op['operationId']);
    }
  }
  return problems;
}
