// What modules see of the HTTP server: routes with schemas, a caller with permissions, and the access rule of each route.
import type { Readable } from 'node:stream';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Action, Scope } from '@tandem/contract/permissions.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Static, TSchema } from 'typebox';
import type { ErrorCode } from '../errors/catalogue.ts';

/** Who is behind a request: a signed-in user, or an API key that a user made. */
export type Caller = {
  tenant: TenantId;
  /** Of an API key: who made it. */
  user: UserId;
  agent: AgentId | null;
  teams: readonly string[];
  sites: readonly string[];
  queues: readonly string[];
  /** The session's id, or the API key's. */
  session: string;
  ip: string;
  /** How the caller came in, for the rate limit; a user session where left out. */
  via?: 'session' | 'api-key';
  /** Requests a second, where less than the installation's limit. */
  perSecond?: number;
  /** Must set up his second factor: routes that are not `whileEnrolling` are closed to him. */
  mustEnrol?: boolean;
  /** The widest scope in which the caller may do the action, or null. */
  scope: (action: Action) => Scope | null;
};

/** The caller as events name who did it. */
export function actorOf({ via, user, session }: Pick<Caller, 'via' | 'user' | 'session'>): Actor {
  return via === 'api-key' ? { kind: 'api-key', id: session, user } : { kind: 'user', id: user };
}

export type RouteSchema = {
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  response: TSchema | null;
  /** 200 unless told (204 where `response` is null): 201, 202. */
  status?: number;
  /** Content type where the answer is bytes, e.g. `audio/wav`. */
  produces?: string;
};
type Of<S> = S extends TSchema ? Static<S> : undefined;

export type RouteRequest<R extends RouteSchema> = {
  caller: Caller;
  params: Of<R['params']>;
  query: Of<R['query']>;
  body: Of<R['body']>;
  /** Request headers, lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of Accept-Language. */
  language: Language;
  requestId: string;
};

/** What a route without sign-in gets: nobody is known, only where the request came from. */
export type PublicRequest<R extends RouteSchema> = Omit<RouteRequest<R>, 'caller'> & { ip: string };

/** What a handler may return beside plain JSON: bytes with a type (recording audio), ranges honoured by the server. */
export type Bytes = {
  bytes: Uint8Array;
  contentType: string;
  filename: string;
  /** `bytes` are only what the request's range asked for, from `first` on, of `size`. */
  part?: { first: number; size: number };
};

/** Bytes that go on coming (a live call): sent as they come, never ranged. The stream is destroyed when the reader has gone. */
export type Live = { live: Readable; contentType: string };

/** An answer that also sets the session cookie (`token`), or clears it (null). */
export class SessionAnswer<T> {
  readonly body: T;
  readonly token: string | null;
  constructor(body: T, token: string | null) {
    this.body = body;
    this.token = token;
  }
}

export type Route<R extends RouteSchema = RouteSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify path below `/api/v1`, e.g. `/interactions/:id`. */
  path: string;
  summary: string;
  tag: string;
  /** The action the caller must hold in some scope; the handler narrows by `caller.scope(action)`. null: any signed-in user. */
  action: Action | null;
  /** For signed-in people only: an API key must not change accounts or make itself heirs. */
  person?: true;
  /** Open to who must set up his second factor first. */
  whileEnrolling?: true;
  schema: R;
  /** Written to the audit trail by this name when it succeeds (administrative acts, listening to a recording). */
  audit?: string;
  /** What the entry says beside the names of the fields: nothing secret. */
  auditDetails?(request: { body: Of<R['body']> }, answer: Of<R['response']>): Readonly<Record<string, unknown>>;
  /** Bytes the body may have, where that is more than a request of the API usually has. */
  bodyLimit?: number;
  /** Codes of the error catalogue that the handler answers with, for the API's description; the common ones are added to each. */
  errors?: readonly ErrorCode[];
  handle(request: RouteRequest<R>): Promise<Of<R['response']> | Bytes | Live | SessionAnswer<Of<R['response']>>>;
};

/** A route that needs no sign-in (there is one: signing in). Limited by address. */
export type PublicRoute<R extends RouteSchema = RouteSchema> = Omit<
  Route<R>,
  'action' | 'audit' | 'auditDetails' | 'person' | 'whileEnrolling' | 'handle'
> & {
  public: true;
  /** Pages of any website may ask; no cookie is looked at. */
  anyOrigin?: true;
  handle(request: PublicRequest<R>): Promise<Of<R['response']> | SessionAnswer<Of<R['response']>>>;
};

export type AnyRoute = Route | PublicRoute;

/** Ties the handler's types to the schema. */
export function route<R extends RouteSchema>(definition: Route<R>): Route<R> {
  return definition;
}

export function publicRoute<R extends RouteSchema>(definition: PublicRoute<R>): PublicRoute<R> {
  return definition;
}

/** Finds who is behind a token. Supplied by identity. */
export type Authenticator = {
  authenticate(token: string, ip: string): Promise<Caller | null>;
  /** Told the id of each session that was ended in this process. Returns the stop function. */
  onRevoked(ended: (session: string) => void): () => void;
  /** Told the id of each session or key whose rights were changed in this process. Returns the stop function. */
  onChanged?(changed: (session: string) => void): () => void;
};

/** Writes the audit trail. Supplied by identity. */
export type Auditor = {
  record(entry: {
    tenant: TenantId;
    user: UserId | null;
    /** The API key that did it. */
    key?: string | null;
    action: string;
    /** Id of what was acted on, where there is one. */
    object: string | null;
    outcome: 'done' | 'denied' | 'failed';
    ip: string;
    details: Readonly<Record<string, unknown>>;
  }): Promise<void>;
};

/** A list answer: `{items, nextCursor}`. */
export type Page<T> = { items: T[]; nextCursor: string | null };
